/** Files written beside their names and renamed, so that a reader never sees half of one. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/** What files are made of: text, or bytes that are UTF-8 already. */
export type Piece = string | Uint8Array;

/** What a file is called until it is whole. */
export const draftOf = (file: string): string => `${file}.part`;

/** UTF-8 takes at most three bytes for a unit of a JavaScript string. */
const MOST_BYTES = 3;
/** Filled anew for everything that is written: memory taken for each piece costs more than the encoding. */
let scratch = Buffer.allocUnsafe(1 << 20);

/** The pieces one behind the other, in UTF-8. Good until the next call. */
function utf8(pieces: readonly Piece[]): Uint8Array {
  const room = pieces.reduce((n, piece) => n + piece.length * (typeof piece === 'string' ? MOST_BYTES : 1), 0); // biome-ignore format: one sum
  if (scratch.length < room) scratch = Buffer.allocUnsafe(room);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') at += scratch.write(piece, at);
    else {
      scratch.set(piece, at);
      at += piece.length;
    }
  }
  return scratch.subarray(0, at);
}

/**
 * Writes a file into a folder that is there, if it is not the same already: a disk takes far longer to replace a file
 * than to read it. When the disk fails, the file that stood there still stands.
 */
export function writeAtOnce(file: string, pieces: readonly Piece[]): void {
  const bytes = utf8(pieces);
  if (statSync(file, { throwIfNoEntry: false })?.size === bytes.length && readFileSync(file).equals(bytes))
    return;
  const draft = draftOf(file);
  try {
    writeFileSync(draft, bytes);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Writes what comes, and makes the folder. When that fails, or the disk does, the file that stood there still stands. */
export async function writeWhole(
  file: string,
  content: string | AsyncIterable<readonly Piece[]>,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  if (typeof content === 'string') return writeAtOnce(file, [content]);
  const draft = draftOf(file);
  try {
    const to = openSync(draft, 'w');
    try {
      for await (const pieces of content) {
        signal?.throwIfAborted();
        writeFileSync(to, utf8(pieces));
      }
    } finally {
      closeSync(to);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
