import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, type Piece, writeAtOnce, writeWhole } from '../../src/pipeline/files.js';
import { freshFolder } from '../helpers/folder.js';

const { at, put } = freshFolder('files');

/** Text that is cut anywhere else than within a character outside the basic plane. */
const text = fc.string({ unit: fc.constantFrom('a', 'é', '“', '北', '😀', '\0', '\n') });

async function* piecesOf(...pieces: readonly Piece[][]): AsyncGenerator<readonly Piece[]> {
  for (const some of pieces) yield some;
}

describe('a file', () => {
  it('has its pieces in UTF-8, text and bytes, whatever was written before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (texts) => {
        const pieces = texts.map((piece, i) => (i % 2 === 0 ? piece : Buffer.from(piece)));
        writeAtOnce(at('once'), pieces);
        await writeWhole(at('made/whole'), piecesOf(pieces, ['end']));
        expect(readFileSync(at('once'), 'utf8')).toBe(texts.join(''));
        expect(readFileSync(at('made/whole'), 'utf8')).toBe(`${texts.join('')}end`);
      }),
      { numRuns: 50 },
    );
  });

  it('may be longer than anything before it', () => {
    const long = '“北😀'.repeat(500_000);
    writeAtOnce(at('long'), [long, Buffer.from(long), 'é']);
    expect(readFileSync(at('long'), 'utf8')).toBe(`${long}${long}é`);
  });

  it('is left alone when it is the same already, and replaced when it is not', () => {
    writeAtOnce(at('page'), ['one']);
    const { ino, mtimeMs } = statSync(at('page'));
    writeAtOnce(at('page'), ['on', 'e']);
    expect(statSync(at('page'))).toMatchObject({ ino, mtimeMs });
    writeAtOnce(at('page'), ['two']);
    expect(readFileSync(at('page'), 'utf8')).toBe('two');
    expect(existsSync(draftOf(at('page')))).toBe(false);
  });

  it('stands as it was when what should be in it fails, or is no longer wanted', async () => {
    put('table', 'before');
    async function* failing(): AsyncGenerator<readonly Piece[]> {
      yield ['half'];
      throw new Error('the store went away');
    }
    await expect(writeWhole(at('table'), failing())).rejects.toThrow('the store went away');
    await expect(writeWhole(at('table'), piecesOf(['half']), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough'); // biome-ignore format: one check
    mkdirSync(at('folder'));
    expect(() => writeAtOnce(at('folder'), ['half'])).toThrow(/EISDIR|ENOTEMPTY|directory/u);
    expect(readFileSync(at('table'), 'utf8')).toBe('before');
    expect([draftOf(at('table')), draftOf(at('folder'))].filter(existsSync)).toEqual([]);
  });
});
