/** "1 photo", "2 photos" */
export function showPhotos(count: number): string {
  return `${count} ${count === 1 ? 'photo' : 'photos'}`;
}

export function tellPhotos(done: number, total: number): string {
  return `${done} of ${showPhotos(total)}`;
}

export function showPhotoRate(perSecond: number): string {
  return `${perSecond.toPrecision(3)} photos/s`;
}
