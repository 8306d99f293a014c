import { appendFileSync, readFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

/**
 * Preloaded (`node --import`) into a stage under test and its threads, and into nothing else: counts every call
 * that changes a file below FAULT_ROOT, writes it down in FAULT_LOG, and lets call number FAULT_AT go wrong as
 * FAULT_KIND says (`all`: every call). `kill` ends the process before the call, `torn` in the middle of it.
 */
const { FAULT_ROOT = '', FAULT_LOG = '', FAULT_AT = '0', FAULT_KIND = 'none' } = process.env;
const real = { ...files };

os.availableParallelism = () => 1; // one pool thread, so that call number n is of the same shard in every run

/** Does `act`, or what is to go wrong; `tear` does a part of it. */
async function step(call, path, act, tear = act, rest = '') {
  if (!String(path).startsWith(FAULT_ROOT)) return act();
  appendFileSync(FAULT_LOG, `${call} ${String(path).slice(FAULT_ROOT.length)}${rest}\n`);
  const count = readFileSync(FAULT_LOG, 'utf8').split('\n').length - 1;
  if (FAULT_AT !== 'all' && count !== Number(FAULT_AT)) return act();
  switch (FAULT_KIND) {
    case 'kill':
      return process.kill(process.pid, 'SIGKILL');
    case 'torn':
      await tear();
      return process.kill(process.pid, 'SIGKILL');
    case 'SIGINT':
    case 'SIGTERM':
      process.kill(process.pid, FAULT_KIND);
      return act();
    default: // the code of a system error; a disk that is full takes part of what is written
      await tear();
      throw failure(FAULT_KIND, call, path);
  }
}

/** As Node makes them: calls on a handle do not name the file. */
function failure(code, call, path) {
  const onHandle = call === 'write' || call === 'sync';
  const text = `${code}: injected failure, ${call}${onHandle ? '' : ` '${path}'`}`;
  return Object.assign(new Error(text), { code, syscall: call, ...(!onHandle && { path }) });
}

const nothing = async () => {};
const half = (data) => data.slice(0, Math.floor(data.length / 2));

function wrap(name, place = (args) => args[0]) {
  files[name] = (...args) => step(name, place(args), () => real[name](...args), nothing);
}
for (const name of ['chmod', 'rm', 'unlink', 'mkdir', 'mkdtemp', 'copyFile', 'utimes', 'truncate'])
  wrap(name);
files.rename = (from, to) =>
  step('rename', to, () => real.rename(from, to), nothing, ` from ${String(from).slice(FAULT_ROOT.length)}`);
wrap('link', ([, to]) => to);
for (const name of ['writeFile', 'appendFile'])
  files[name] = (path, data, ...rest) =>
    step(
      name,
      path,
      () => real[name](path, data, ...rest),
      () => real[name](path, half(data), ...rest),
    );

files.open = async (path, flags = 'r', ...rest) => {
  const opened = () => real.open(path, flags, ...rest);
  const handle = flags === 'r' ? await opened() : await step('open', path, opened, nothing);
  const write = handle.writeFile.bind(handle);
  handle.writeFile = (data, ...options) =>
    step(
      'write',
      path,
      () => write(data, ...options),
      () => write(half(data), ...options),
    );
  handle.sync = () => step('sync', path, nothing); // counted alone: the machine stays up, and a busy disk takes long
  return handle;
};
syncBuiltinESMExports();
