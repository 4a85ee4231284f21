import { describe, expect, it } from 'vitest';
import { asWritten } from '../../src/pipeline/compare/as-written.js';

const written = (lemma: string, ...texts: string[]) => asWritten(texts, [lemma]).get(lemma);

describe('a lemma as texts write it', () => {
  it.each([
    ['unionist', 'The Unionists left. Most Unionists stayed. One Unionist wept.', 'Unionists'],
    ['ban', 'They were banned, and banned again. A ban is a ban to those who are banned.', 'banned'],
    ['duty', 'It did its duties, all duties, and one duty.', 'duties'],
    ['ferry', 'Ferries sank. The ferry sank; that ferry sank.', 'ferry'],
    ['mccray', 'It was McCray’s boat, and McCray sold it.', 'McCray'],
    ['go', 'They went.', 'go'],
  ])('%s in its most frequent form', (lemma, text, expected) => {
    expect(written(lemma, text)).toBe(expected);
  });

  it('takes no other word that begins like it', () => {
    expect(written('universe', 'The university and its universities of the universe.')).toBe('universe');
  });

  it('a word that only begins sentences keeps its capital: nothing tells that it is no name', () => {
    expect(written('torvik', 'Torvik fell. Torvik burns.')).toBe('Torvik');
    expect(written('dock', 'Docks shut. Docks burn. The docks are shut.')).toBe('docks');
  });

  it('a name with the neighbour that it nearly always has', () => {
    const text = 'He left New Halden. In New Halden it rained. Port Halden is dry.';
    expect(written('halden', text)).toBe('New Halden');
    expect(written('halden', 'He left New Halden. Port Halden and Old Halden are dry.')).toBe('Halden');
  });

  it('a name without its titles', () => {
    expect(written('feld', 'So said Mr. Feld. Then Mr. Feld left.')).toBe('Feld');
    expect(written('feld', 'So said President Feld. Then President Feld left.')).toBe('Feld');
  });

  it('a part of a hyphenated word with the whole of it', () => {
    expect(written('lomo', 'They closed the Pan-Lomo-Bar.')).toBe('Pan-Lomo-Bar');
  });

  it('not in capitals where it is as often without', () => {
    expect(written('halvard', 'THE HALVARD SANK', 'They saw the Halvard.')).toBe('Halvard');
  });

  it('whatever the order of the texts', () => {
    const texts = [
      'A Unionist met the unionists.',
      'The Unionists met a unionist in New Halden.',
      'Unionists!',
    ];
    const lemmas = ['unionist', 'halden'];
    expect(asWritten([...texts].reverse(), lemmas)).toEqual(asWritten(texts, lemmas));
  });
});
