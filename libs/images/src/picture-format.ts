/** What results are written as. */
export type PictureFormat = 'jpeg' | 'png' | 'webp';
