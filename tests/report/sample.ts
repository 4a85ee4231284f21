/** A small store made by hand: records of invented accounts, as the stages would write them, and the derived tables. */
import type { Family } from '../../src/lexicons/types.js';
import { deriveTables } from '../../src/pipeline/compare.js';
import { openStore, type Store } from '../../src/pipeline/store.js';
import type { Analysis, Marker, Quote, Speaker, Stance, Voice } from '../../src/pipeline/types.js';
import type { EntryNote, ReportLexicons } from '../../src/report/html/index.js';

export interface Told {
  readonly id: string;
  readonly source: string | null;
  readonly title: string | null;
  readonly published: string | null;
  readonly event: string | null;
  readonly text: string;
  readonly url?: string | null;
  readonly regions?: readonly (readonly [words: string, kind: Analysis['regions'][number]['kind']])[];
  readonly speakers?: readonly (readonly [name: string, role: string | null])[];
  readonly quotes?: readonly {
    readonly words: string;
    readonly form: Quote['form'];
    readonly by: string | null;
    readonly cue?: string;
    readonly category?: NonNullable<Quote['cue']>['category'];
    readonly marked?: string;
  }[];
  /** Words, family, category; `!` before the words: negated. */
  readonly marks?: readonly (readonly [words: string, family: Family, category: string])[];
  /** Words, target, label. */
  readonly stances?: readonly (readonly [words: string, target: string, label: -1 | 1])[];
}

/** The analysis record of a hand-made account. */
export function recordOf(told: Told): Analysis {
  const { text } = told;
  const find = (words: string): [number, number] => {
    const start = text.indexOf(words);
    if (start < 0) throw new Error(`“${words}” is not in ${told.id}`);
    return [start, start + words.length];
  };
  const speakers: Speaker[] = (told.speakers ?? []).map(([name, role], i) => ({
    id: `s${i + 1}`, name, kind: 'person', role, affiliation: null, names: [name], mentions: [],
  })); // biome-ignore format: a row
  const local = (name: string | null) => speakers.find((speaker) => speaker.name === name)?.id ?? null;
  const quotes: Quote[] = (told.quotes ?? []).map((quote, i) => {
    const [start, end] = find(quote.words);
    const marked: [number, number][] =
      quote.form === 'direct' ? [[start, end]] : quote.marked ? [find(quote.marked)] : [];
    const cue = quote.cue ? find(quote.cue) : null;
    return {
      id: `q${i + 1}`, start, end, text: quote.words, form: quote.form, marked, group: i, parent: null,
      cue: cue && { start: cue[0], end: cue[1], text: quote.cue!, category: quote.category ?? 'neutral' },
      mention: null, speaker: local(quote.by), confidence: 0.9,
    }; // biome-ignore format: a row
  });
  const voiceAt = (at: number): { voice: Voice; quote: Quote | null } => {
    const quote = quotes.find((q) => q.start <= at && at < q.end) ?? null;
    if (!quote) return { voice: 'author', quote };
    const inMarks = quote.form === 'block' || quote.marked.some(([s, e]) => s <= at && at < e);
    return { voice: inMarks ? 'quoted' : 'reported', quote };
  };
  const mark = (words: string, family: Family, category: string): Marker => {
    const negated = words.startsWith('!');
    const [start, end] = find(negated ? words.slice(1) : words);
    const { voice, quote } = voiceAt(start);
    return {
      start, end, text: text.slice(start, end), lexicon: family, entry: `${category}.${text.slice(start, end).toLowerCase().replaceAll(' ', '-')}`,
      family, category, weight: 2, voice, speaker: quote?.speaker ?? null, quote: quote?.id ?? null, negated,
      scare: false,
    }; // biome-ignore format: a row
  };
  const cues = quotes.flatMap((quote) =>
    quote.cue
      ? [
          {
            ...mark(quote.cue.text, 'attribution', quote.cue.category),
            voice: 'author' as const,
            quote: quote.id,
          },
        ]
      : [],
  );
  const markers = [...(told.marks ?? []).map((m) => mark(...m)), ...cues].sort((a, b) => a.start - b.start);
  const stances: Stance[] = (told.stances ?? []).map(([words, target, label]) => {
    const [start, end] = find(words);
    const { voice, quote } = voiceAt(start);
    return { target, start, end, voice, speaker: quote?.speaker ?? null, polarity: label, label, role: null, evidence: [[start, end]] }; // biome-ignore format: a row
  });
  const count = (spans: readonly (readonly [number, number])[]) =>
    spans.reduce((n, [s, e]) => n + (text.slice(s, e).match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0);
  const quoted = count(quotes.flatMap((q) => (q.form === 'block' ? [[q.start, q.end] as const] : q.marked)));
  const reported = count(quotes.map((q) => [q.start, q.end] as const)) - quoted;
  const regions = (told.regions ?? []).map(([words, kind]) => {
    const [start, end] = find(words);
    return { start, end, kind };
  });
  const all = count([[0, text.length]]) - count(regions.map((r) => [r.start, r.end] as const));
  return {
    schema: 1, id: told.id, title: told.title, source: told.source, published: told.published,
    url: told.url ?? null, event: told.event, language: 'en', text, fields: {},
    words: { all, author: all - quoted - reported, headline: 0, quoted, reported },
    voices: [
      { voice: 'author' as const, speaker: null, words: all - quoted - reported },
      { voice: 'quoted' as const, speaker: null, words: quoted },
      { voice: 'reported' as const, speaker: null, words: reported },
    ].filter(({ words }) => words > 0),
    lemmas: {}, sentences: [[0, text.length]], regions, quotes, speakers, markers,
    targets: [...new Set(stances.map((s) => s.target))].map((name) => ({ id: name, name, aliases: [], demonyms: [], members: [] })),
    stances, scores: [], problems: [],
  }; // biome-ignore format: a record
}

/** An in-memory store with these records, speakers linked by name, and all derived tables. */
export async function storeOf(records: readonly Analysis[]): Promise<Store> {
  const store = await openStore(':memory:');
  await store.appendAnalyses(records);
  await store.run(
    `UPDATE document_speakers SET speaker = lower(regexp_replace(name, '[^\\p{L}]+', '-', 'g'))`,
  );
  await store.run(`INSERT INTO speakers SELECT ds.speaker, min(ds.name), 'person', min(ds.role), NULL, min(ds.names),
    count(DISTINCT ds.document)::INTEGER, count(DISTINCT d.source)::INTEGER, count(q.quote)::INTEGER,
    coalesce(sum(q.words) FILTER (q.form <> 'indirect'), 0)::INTEGER,
    coalesce(sum(q.words) FILTER (q.form = 'indirect'), 0)::INTEGER, 0
    FROM document_speakers ds JOIN documents d ON d.id = ds.document
    LEFT JOIN quotes q ON q.document = ds.document AND q.local_speaker = ds.local_speaker GROUP BY ds.speaker`);
  const message = 'Scanned pages: pictures of text, no text. Run it through text recognition.';
  await store.appendProblems([{ file: 'broken.pdf', document: null, code: 'no-text', message }]);
  await deriveTables(store, { by: ['source'], concepts: [] });
  return store;
}

const PADDING = 'The harbour board met on Tuesday and went through the figures of the past quarter line by line. Members asked about the cost of the new crane, the state of the north quay and the date on which the second berth can open again. '; // biome-ignore format: one text

/** Three invented accounts of one strike, and one hostile text. */
export const ACCOUNTS: readonly Told[] = [
  {
    id: 'gazette', source: 'Port Gazette', title: 'Dockers walk out over night shifts', published: '2031-05-02', event: 'dock-strike',
    url: 'https://example.org/gazette',
    text: `2 May 2031\n\nAbout 400 dockers walked out on Monday in what the union called “a last resort”. The port, so-called model employer of the coast, closed two gates.\n\n“We have asked for talks for nine weeks, and nobody came,” said Ilse Marren, who speaks for the union. Director Tomas Vell claimed that the walkout was illegal. He may go to court.\n\n${PADDING.repeat(2)}\n\nSign up for our newsletter`,
    regions: [['2 May 2031', 'header'], ['Sign up for our newsletter', 'boilerplate']],
    speakers: [['Ilse Marren', 'union speaker'], ['Tomas Vell', 'director']],
    quotes: [
      { words: 'a last resort', form: 'direct', by: null, cue: 'called' },
      { words: 'We have asked for talks for nine weeks, and nobody came,', form: 'direct', by: 'Ilse Marren', cue: 'said' },
      { words: 'the walkout was illegal', form: 'indirect', by: 'Tomas Vell', cue: 'claimed', category: 'distancing' },
    ],
    marks: [['so-called', 'wording', 'doubt-markers'], ['may', 'commitment', 'hedges'], ['walkout', 'framing', 'naming']],
    stances: [['so-called model employer', 'the port', -1]],
  },
  {
    id: 'herald', source: 'Coast Herald', title: 'Chaos at the docks', published: '2031-05-02', event: 'dock-strike',
    text: `A reckless mob shut the docks on Monday and held a whole city hostage. The disgraceful strike clearly serves nobody.\n\nTomas Vell noted that the heroic night crew “kept the lights on for every decent family of this town”. The union boss Ilse Marren ranted that the firm would “bleed us dry”.\n\nThis is not a disaster yet, some observers say.\n\n${PADDING.repeat(2)}`,
    speakers: [['Ilse Marren', 'union boss'], ['Tomas Vell', null]],
    quotes: [
      { words: 'the heroic night crew “kept the lights on for every decent family of this town”', form: 'mixed', marked: 'kept the lights on for every decent family of this town', by: 'Tomas Vell', cue: 'noted', category: 'endorsing' },
      { words: 'the firm would “bleed us dry”', form: 'mixed', marked: 'bleed us dry', by: 'Ilse Marren', cue: 'ranted', category: 'hostile' },
    ],
    marks: [
      ['reckless mob', 'wording', 'loaded-language'], ['mob', 'wording', 'name-calling'], ['hostage', 'wording', 'exaggeration'],
      ['disgraceful', 'wording', 'loaded-language'], ['clearly', 'commitment', 'boosters'], ['heroic', 'wording', 'glorifying'],
      ['bleed us dry', 'wording', 'loaded-language'], ['!disaster', 'wording', 'loaded-language'], ['some observers', 'commitment', 'vague-attribution'], ['strike', 'framing', 'naming'],
    ],
    stances: [['reckless mob', 'the union', -1], ['heroic night crew', 'the night crew', 1]],
  },
  {
    id: 'wire', source: 'Wire Service', title: null, published: null, event: 'dock-strike',
    text: `Dock workers began a strike on Monday.\n\nThe port said about 400 people took part. A union statement read:\n\nNight work without a break is dangerous, and every docker knows it.\n\n${PADDING.repeat(3)}`,
    speakers: [['the port', null], ['the union', null]],
    quotes: [
      { words: 'about 400 people took part', form: 'indirect', by: 'the port', cue: 'said' },
      { words: 'Night work without a break is dangerous, and every docker knows it.', form: 'block', by: 'the union', cue: 'read' },
    ],
    marks: [['strike', 'framing', 'naming']],
  },
]; // biome-ignore format: accounts

/** Text that would like to be markup. */
export const HOSTILE: Told = {
  id: '../<b>x</b>"', source: '<img src=x onerror=alert(1)>', title: '</title></script><script>alert(2)</script>', published: '2031-05-03" onload="x',
  event: 'dock-strike', url: 'javascript:alert(3)',
  text: 'He said “</script><script>alert(4)</script> & <b>bold</b>” today.\n\nوقالت ليلى حداد إن الميناء مغلق. שלום עולם. <style>*{display:none}</style> {{x}}',
  speakers: [['ليلى <i>حداد</i>', '"><svg onload=alert(5)>']],
  quotes: [{ words: '</script><script>alert(4)</script> & <b>bold</b>', form: 'direct', by: 'ليلى <i>حداد</i>', cue: 'said' }],
  marks: [['<b>bold</b>', 'wording', 'loaded-language'], ['<style>*{display:none}</style>', 'wording', 'name-calling']],
  stances: [['<b>bold</b>', '<u>target</u>', -1]],
}; // biome-ignore format: an account

/** A reason for every entry that these texts have. */
export function notesOf(markers: readonly Marker[]): ReportLexicons['notes'] {
  const notes = new Map<string, Map<string, EntryNote>>();
  for (const { lexicon, entry } of markers) {
    const of = notes.get(lexicon) ?? new Map<string, EntryNote>();
    notes.set(
      lexicon,
      of.set(entry, { why: `Because of ${entry}.`, source: 'A. Author 2001. A book of words.' }),
    );
  }
  return notes;
}

export const LEXICONS: ReportLexicons = {
  list: [
    {
      id: 'wording', family: 'wording', version: '1.0.0', licence: 'CC-BY-4.0', about: 'How it is said.', hash: 'ab'.repeat(32), entries: 12,
      categories: [{ id: 'loaded-language', meaning: 'Emotionally charged wording.', source: 'Da San Martino et al. 2019' }],
    },
  ],
  notes: notesOf([...ACCOUNTS, HOSTILE].flatMap((told) => recordOf(told).markers)),
}; // biome-ignore format: data
