/** Calls for a run when files of a folder come, change or go: once for a burst, and never two at a time. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { watch } from 'chokidar';

export interface WatchOptions {
  readonly folder: string;
  /** Folder below it that is not looked at: what the run itself writes. */
  readonly except: string;
  /** Milliseconds without news after which a burst is over, so that a file is whole when it is read. */
  readonly settle: number;
  readonly signal: AbortSignal;
  /** Resolves to false when it could not be done now and is to be tried again. */
  readonly run: () => Promise<boolean>;
  readonly onReady?: () => void;
  /** The folder is no longer there; it is waited for. */
  readonly onGone?: () => void;
  /** Milliseconds between two looks whether it is there; default: 5,000. */
  readonly again?: number;
}

/** Milliseconds until what could not be done is tried again, and between two looks whether the folder is there. */
const AGAIN = 5000;

/** Runs once at the beginning, then after every burst, until aborted. Throws what a run throws. */
export async function watchFolder(options: WatchOptions): Promise<void> {
  const { settle, signal, run, again = AGAIN } = options;
  const folder = path.resolve(options.folder);
  const except = path.resolve(options.except);
  let lastNews = 0;
  let wanted = true;
  let wake: () => void = () => undefined;
  const news = () => {
    lastNews = Date.now();
    wanted = true;
    wake();
  };
  const stop = () => wake();
  /** Until something happens, at most so long. Milliseconds. */
  const pause = async (time: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, time);
      if (signal.aborted) resolve();
    });
    clearTimeout(timer);
  };
  /** What comes from here on is told; what was there before is read by the run that follows. */
  const begin = async () => {
    const watcher = watch(folder, {
      ignoreInitial: true,
      ignored: (file) => isPassedOver(path.resolve(file), folder, except),
    });
    await new Promise<void>((resolve, reject) => {
      watcher.once('ready', resolve).once('error', reject);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return watcher.on('all', news).on('error', news);
  };
  signal.addEventListener('abort', stop);
  let which = identityOf(folder);
  let watcher = await begin();
  try {
    options.onReady?.();
    while (!signal.aborted) {
      // A drive that is taken off, a folder that is put in place of another: nobody tells of what comes there then.
      const now = identityOf(folder);
      if (now !== which) {
        which = now;
        await watcher.close();
        if (now === null) options.onGone?.();
        else {
          watcher = await begin();
          news();
        }
      }
      const left = lastNews + settle - Date.now();
      if (which === null || !wanted) await pause(again);
      else if (left > 0) await pause(left);
      else {
        wanted = false;
        if (await run()) continue;
        await pause(again);
        wanted = true;
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await watcher.close();
  }
}

/** Tells a folder from another one at the same place; null: there is none. */
function identityOf(folder: string): string | null {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found ? `${found.dev} ${found.ino}` : null;
}

/** Hidden files, drafts, and the output; never the folder itself, whatever it is called. */
function isPassedOver(file: string, folder: string, except: string): boolean {
  if (file === except || file.startsWith(except + path.sep)) return true;
  if (file === folder) return false;
  const name = path.basename(file);
  return name.startsWith('.') || name.endsWith('.part');
}
