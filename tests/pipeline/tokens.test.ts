import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCopy, paragraphSpans, tokenize } from '../../src/pipeline/tokens.js';
import type { Region } from '../../src/pipeline/types.js';
import { article } from '../helpers/article.js';

function words(text: string): string[] {
  return tokenize(article(text), []).tokens.map((token) => token.text);
}

describe('tokens', () => {
  it('stand exactly where they say, whatever the text', () => {
    const piece = fc.constantFrom(
      'word', ' ', '\n', '"', '“', '”', '’', 'ʼ', '...', '…', '\u00a0', '\u3000', '\u2003', '\u2028', '\u200b',
      '\u00ad', '\ufeff', 'e\u0301', '😀', 'U.S.', "don't", 'cannot', 'dont', '.', 'so-called', '12,000', '\t', '\r\n', 'Київ',
    ); // biome-ignore format: a list
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const { tokens } = tokenize(article(text), []);
        let end = 0;
        for (const token of tokens) {
          expect(text.slice(token.start, token.end)).toBe(token.text);
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        // Nothing is lost but white space and what counts as such.
        const kept = tokens.map((token) => token.text).join('');
        const visible = text.replace(/[\s\u200b\u00ad\ufeff]/gu, '');
        expect(kept.replace(/[\s\u200b\u00ad\ufeff]/gu, '')).toBe(visible);
      }),
    );
  });

  it('read an apostrophe of another alphabet as an apostrophe', () => {
    expect(words('Ukraineʼs army')).toEqual(['Ukraine', 'ʼs', 'army']);
    expect(tokenize(article('Ukraineʼs army'), []).tokens[1]!.lower).toBe("'s");
  });

  it('part "cannot" whatever follows it, and give every word a lemma', () => {
    const cannot = (text: string) =>
      tokenize(article(text), []).tokens.map(({ text, lemma }) => `${text}/${lemma}`);
    for (const behind of ['.', ',”', '…', '?', '!', ';', ')', '—we', ' win']) {
      expect(cannot(`“We cannot${behind}`).slice(1, 4)).toEqual(['We/we', 'can/can', 'not/not']);
    }
    expect(words('She CANNOT, and Cannot.')).toEqual(['She', 'CAN', 'NOT', ',', 'and', 'Can', 'not', '.']);
    expect(words('Mr. Cannoto cannot.')).toEqual(['Mr.', 'Cannoto', 'can', 'not', '.']);
    expect(cannot('We dont.')).toEqual(['We/we', 'dont/dont', './.']);
  });

  it('do not depend on what was read before', () => {
    const before = words('COVID19... and on.');
    words('COVID 19... 19...');
    expect(words('COVID19... and on.')).toEqual(before);
  });

  it('do not hang on unbroken runs', () => {
    const start = performance.now();
    const doc = tokenize(article(`Start ${'QUJD'.repeat(50_000)} end.`), []);
    expect(doc.tokens.map((token) => token.text)).toEqual(['Start', 'end', '.']);
    // Without the guard this does not end at all; ten seconds is no measure of speed.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('end no sentence inside a party and state, nor before a comma or what goes on in small letters', () => {
    const sentences = (text: string) => {
      const doc = tokenize(article(text), []);
      return doc.sentences.map(({ start, end }) => text.slice(start, end));
    };
    for (const whole of [
      'Sen. Jon Vale, R-S.C., would not go.',
      'Rep. Ada Roe (R-Ga.) said yes.',
      'The shop is called Ahoy!, and it sells rope.',
    ])
      expect(sentences(whole)).toEqual([whole]);
    expect(sentences('He lives in Salem, N.H. She left.')).toEqual(['He lives in Salem, N.H.', 'She left.']);
  });

  it('break sentences at paragraphs, so that a headline does not join the text', () => {
    const doc = tokenize(article('Minister resigns\nShe left on Monday. He stayed.'), []);
    expect(doc.sentences.map(({ start, end }) => doc.text.slice(start, end))).toEqual([
      'Minister resigns',
      'She left on Monday.',
      'He stayed.',
    ]);
  });

  it('leave out silent regions and mark the others', () => {
    const text = 'By Ann Lee\nThe mayor left.\nPhoto: the mayor';
    const regions: Region[] = [
      { start: 0, end: 10, kind: 'byline' },
      { start: 27, end: 43, kind: 'caption' },
    ];
    const doc = tokenize(article(text), regions);
    expect(doc.paragraphs.map(({ start, end, region }) => [text.slice(start, end), region])).toEqual([
      ['The mayor left.', null],
      ['Photo: the mayor', 'caption'],
    ]);
  });
});

describe('the copy for the tokenizer', () => {
  it('has the length of the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => cleanCopy(text).length === text.length));
  });
});

describe('paragraphs', () => {
  const lines = (text: string) => paragraphSpans(text).map(([start, end]) => text.slice(start, end));

  it('end at a newline', () => {
    expect(lines('One.\nTwo.\r\n\r\n  Three. \n')).toEqual(['One.', 'Two.', 'Three.']);
  });

  it('go on over the newlines of hard-wrapped text', () => {
    const wrapped = [
      'The council met on Tuesday to hear what the committee had found in its',
      'long inquiry into the bridge, and it did not like what it heard from the',
      'engineers who had been asked to look at it, because the costs were about',
      'to grow again.',
      '',
      'Nobody on the council could say where the money for the repair should come',
      'from, and nobody asked the people who use the bridge every day on their',
      'way to work and back, as one of the members remarked when the meeting was',
      'over.',
    ].join('\n');
    expect(lines(wrapped)).toHaveLength(2);
  });
});

describe('words with an apostrophe', () => {
  // Names that wink does not know, each in one text only: what it learns from one must not change another.
  it.each([',', '.', ':', '—', '–', '-', '/', '’', '”', ')', ';', '…'])(
    'are parted before %s as before a blank',
    (mark) => {
      const name = `Zq${mark.codePointAt(0)}orbl`.replace(/\d/gu, (digit) => 'abcdefghij'[Number(digit)]!);
      expect(words(`the ${name}’s${mark} and ${name}’s man`)).toEqual([
      'the', name, '’s', mark, 'and', name, '’s', 'man',
    ]); // biome-ignore format: a list
      expect(words(`the ${name}’s man`)).toEqual(['the', name, '’s', 'man']);
    },
  );
});
