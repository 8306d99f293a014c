/** The pipeline whose results are pictures. */
export const PIPELINE = 'pipeline';
