/** Set before the one reload, so that there is no second. */
const RELOADED = 'tintype-reloaded';

/**
 * Has the browser keep the page, so that it can be used without its server; does nothing where there are no service
 * workers. On a host that sets no headers the service worker isolates the page, which has to be loaded once more for that;
 * where that does not help, the page goes on as it is.
 */
export async function registerOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const ask = () => serviceWorker.controller?.postMessage('keep');
  serviceWorker.addEventListener('controllerchange', ask); // the first one, or a newer version
  serviceWorker.addEventListener('message', ({ data }) => {
    if (data !== 'kept')
      reportError(new Error(`the page cannot be kept for use without its server: ${data}`));
  });
  await serviceWorker.register(await chooseScript());
  await serviceWorker.ready;
  if (!globalThis.crossOriginIsolated && mayReload()) location.reload();
  else ask();
}

/** The one that is there already, by which the page may be isolated; else one that isolates it where the host does not. */
async function chooseScript(): Promise<string> {
  const { active = null } = (await navigator.serviceWorker.getRegistration()) ?? {};
  if (active !== null) return active.scriptURL;
  return globalThis.crossOriginIsolated ? 'service-worker.js' : 'service-worker.js?isolate';
}

function mayReload(): boolean {
  if (sessionStorage.getItem(RELOADED) !== null) return false;
  sessionStorage.setItem(RELOADED, 'yes');
  return true;
}
