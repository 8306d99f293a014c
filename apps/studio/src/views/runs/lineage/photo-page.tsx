export function PhotoPage(_: {
  readonly query?: URLSearchParams;
  readonly pipeline?: string;
  readonly recipe?: string;
  readonly photo?: string;
}) {
  return null;
}
