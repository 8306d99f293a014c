/** Says how many pixels may be decoded at once, so that memory does not grow with the number of photos. */
export interface PixelBudget {
  /** Waits until there is room, first come, first served; a photo larger than all of it has it alone. → gives it back */
  take(pixels: number): Promise<() => void>;
}

export function pixelBudget(most: number): PixelBudget {
  let free = most;
  const waiting: { readonly pixels: number; readonly go: () => void }[] = [];
  const admit = () => {
    for (let next = waiting[0]; next !== undefined && next.pixels <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.pixels;
      next.go();
    }
  };
  return {
    take: async (wanted) => {
      const pixels = Math.min(wanted, most);
      await new Promise<void>((go) => {
        waiting.push({ pixels, go });
        admit();
      });
      return () => {
        free += pixels;
        admit();
      };
    },
  };
}
