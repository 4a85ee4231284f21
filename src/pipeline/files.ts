/** Files written beside their names and renamed, so that a reader never sees half of one. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a file is called until it is whole. */
export const draftOf = (file: string): string => `${file}.part`;

/** Writes the pieces as they come. When they fail, or the disk does, the file that stood there still stands. */
export async function writeWhole(
  file: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = draftOf(file);
  try {
    await pipeline(Readable.from(pieces), createWriteStream(draft), { signal });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
