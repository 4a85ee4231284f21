/**
 * The CSV tables: what each holds, how it is made from the store, and what every column means. `csv.ts` writes them,
 * `datapackage.ts` describes them; a column that is not here is not written.
 */

export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'date';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly meaning: string;
  readonly unit?: string;
}

export interface Table {
  readonly name: string;
  readonly about: string;
  /** Gives the columns in their order; rows in a stated order. */
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly key?: readonly string[];
}

const text = (name: string, meaning: string): Column => ({ name, type: 'string', meaning });
const count = (name: string, meaning: string, unit = 'count'): Column => ({
  name,
  type: 'integer',
  meaning,
  unit,
});
const words = (name: string, meaning: string): Column => count(name, meaning, 'words');
const number = (name: string, meaning: string, unit?: string): Column => ({
  name,
  type: 'number',
  meaning,
  ...(unit ? { unit } : {}),
});
const flag = (name: string, meaning: string): Column => ({ name, type: 'boolean', meaning });

const DOCUMENT = text('document', 'Id of the article (documents.id).');
const SOURCE = text('source', 'The outlet; empty when not known.');
const EVENT = text('event', 'Id of the event; empty when not known.');
const SPEAKER = text(
  'speaker',
  'Id of the speaker over the run (speakers.speaker); empty when nobody could tell, or for the author.',
);
const VOICE = text(
  'voice',
  'Whose words: author, headline, quoted (inside quote marks, or a block quotation), reported (indirect speech).',
);
const FAMILY = text(
  'family',
  'wording, attribution, commitment or framing; families are never added together.',
);
const CATEGORY = text('category', 'Category within the family, as the lexicon defines it.');
const SENTENCE = text('sentence', 'The sentence it stands in, white space as single blanks.');
/** Offsets of a span, twice: as JavaScript counts, and as R and Python count. */
const SPAN: readonly Column[] = [
  count('start', 'First character in the text.', 'UTF-16 code units'),
  count('end', 'First character behind it.', 'UTF-16 code units'),
  count('start_cp', 'First character in the text, as R and Python count.', 'code points'),
  count('end_cp', 'First character behind it, as R and Python count.', 'code points'),
];
/** What a rate is counted over: a unit, a voice and a category. */
const CELL: readonly Column[] = [
  text('id', 'Id of the unit.'),
  EVENT,
  SOURCE,
  SPEAKER,
  text('voice', 'author, headline, quoted or reported; all: the four together.'),
  FAMILY,
  CATEGORY,
  words('words', 'Words of that unit in that voice.'),
];
const SPEECH_WORDS: readonly Column[] = [
  words('words_quoted', 'Words inside quote marks or block quotations.'),
  words('words_reported', 'Words of indirect speech.'),
];
const PROFILE = ['neutral', 'distancing', 'endorsing', 'guilt', 'hostile', 'counter-factive'] as const;
const snake = (name: string): string => name.replaceAll('-', '_');
const SPAN_SQL = (t: string): string => `${t}.start, ${t}."end", ${t}.start_cp, ${t}.end_cp`;
/** Joins a table with the speakers over the run and the article's outlet. */
const WITH_SPEAKER = (table: string): string => `${table} x JOIN documents d ON d.id = x.document
  LEFT JOIN document_speakers s ON s.document = x.document AND s.local_speaker = x.local_speaker`;

export const TABLES: readonly Table[] = [
  {
    name: 'documents',
    about: 'One row an article.',
    key: ['id'],
    sql: `SELECT d.id, d.title, d.source, d.published, d.url, e.event, e.given AS event_given, e.copy_of, d.language,
        d.words, d.words_author, d.words_headline, d.words_quoted, d.words_reported, d.quotes, d.speakers, d.markers,
        d.opening, d.fields
      FROM documents d LEFT JOIN events e ON e.document = d.id ORDER BY d.id`,
    columns: [
      text('id', 'Id of the article.'),
      text('title', 'Its title, as the input gives it.'),
      SOURCE,
      text('published', 'When it was published: YYYY-MM-DD, or a full ISO time in UTC.'),
      text('url', 'Where it was published.'),
      EVENT,
      flag('event_given', 'true: the input named the event; false: none is given, or the program found it.'),
      text(
        'copy_of',
        'Id of the article that this one repeats nearly word for word; only that one is counted. Else empty.',
      ),
      text('language', 'ISO 639-1 code, when the input says it.'),
      words('words', 'Words of running text: author + headline + quoted + reported.'),
      words('words_author', "Words in the author's own voice, captions among them."),
      words('words_headline', 'Words of the headline outside of quotations.'),
      ...SPEECH_WORDS,
      count('quotes', 'Quotations found, direct and indirect.'),
      count('speakers', 'Different sources quoted.'),
      count('markers', 'Markers found, denied ones among them.'),
      text('opening', 'The first 160 characters of running text.'),
      text('fields', 'Further fields of the input, as a JSON object.'),
    ],
  },
  {
    name: 'speakers',
    about: 'One row a quoted source, over all articles of the run.',
    key: ['speaker'],
    sql: `SELECT speaker, name, kind, role, affiliation, array_to_string(CAST(names AS JSON)::VARCHAR[], ' | ') AS names,
        documents, sources, quotes, words_quoted, words_reported, copies
      FROM speakers ORDER BY speaker`,
    columns: [
      text('speaker', 'Id of the speaker over the run.'),
      text('name', 'The form of the name that is shown.'),
      text('kind', 'person, organization, group, document or anonymous.'),
      text('role', 'Office or function, as the articles name it.'),
      text('affiliation', 'Country, organization or party, as the articles name it.'),
      text('names', 'Every form of the name met, " | " between.'),
      count(
        'documents',
        'Articles that quote this source; copies of one text are counted once, here and in what follows.',
      ),
      count('sources', 'Outlets that quote this source.'),
      count('quotes', 'Quotations.'),
      ...SPEECH_WORDS,
      count('copies', 'Syndicated copies that quote this source besides (documents.copy_of says of what).'),
    ],
  },
  {
    name: 'sources',
    about: 'One row an outlet, with its attribution profile: how it introduces what its sources say.',
    key: ['source'],
    sql: `SELECT source, documents, words, words_author, words_headline, words_quoted, words_reported, quotes, speakers,
        cues, ${PROFILE.map((c) => `"cues_${c}" AS cues_${snake(c)}`).join(', ')},
        ${PROFILE.map((c) => `"cues_${c}" / nullif(cues, 0) AS share_${snake(c)}`).join(', ')}, copies
      FROM sources ORDER BY source`,
    columns: [
      text('source', 'The outlet.'),
      count(
        'documents',
        'Articles; copies of an article of the run are not among them, nor in what follows.',
      ),
      words('words', 'Words of running text.'),
      words('words_author', "Words in the author's own voice."),
      words('words_headline', 'Words of headlines outside of quotations.'),
      ...SPEECH_WORDS,
      count('quotes', 'Quotations.'),
      count('speakers', 'Different sources quoted.'),
      count('cues', 'Words that introduce or attribute what somebody says.'),
      ...PROFILE.map((c) => count(`cues_${snake(c)}`, `Cues of the class ${c}.`)),
      ...PROFILE.map((c) =>
        number(
          `share_${snake(c)}`,
          `Share of the class ${c} among the cues; empty without cues.`,
          'share, 0 to 1',
        ),
      ),
      count('copies', 'Articles of this outlet that are syndicated copies (documents.copy_of says of what).'),
    ],
  },
  {
    name: 'scores',
    about:
      'Hits and rates of each category by unit and voice. Articles and sources have a row with 0 hits for every category of wording and commitment met in the run; all other rows without hits are left out.',
    sql: `SELECT unit, id, event, source, speaker, voice, family, category, words, hits, mean_weight, rate, rate_low,
        rate_high, too_little
      FROM scores ORDER BY ALL NULLS FIRST`,
    columns: [
      text('unit', 'What is counted over: document, speaker, source, speaker_source or event_source.'),
      ...CELL,
      count('hits', 'Markers that count: every hit counts 1, denied ones do not.'),
      number(
        'mean_weight',
        'Mean weight of the hits, 1 mild to 3 extreme; it enters no rate and no test.',
        'scale 1 to 3',
      ),
      number('rate', 'Hits per 1,000 words; empty under 100 words.', 'per 1,000 words'),
      number(
        'rate_low',
        'Lower end of the exact 95 % Poisson interval (Garwood 1936) of the rate.',
        'per 1,000 words',
      ),
      number('rate_high', 'Upper end of that interval.', 'per 1,000 words'),
      flag('too_little', 'Under 100 words: counts, no rates.'),
    ],
  },
  {
    name: 'quotes',
    about: 'One row a contiguous stretch of words given to a source.',
    key: ['document', 'quote'],
    sql: `SELECT x.document, x.quote, d.source, ${SPAN_SQL('x')}, x.text, x.form, x."group", x.parent, x.cue,
        x.cue_category, x.mention, s.speaker, s.name AS speaker_name, x.confidence, x.words, x.sentence
      FROM ${WITH_SPEAKER('quotes')} ORDER BY x.document, x.start, x."end", x.quote`,
    columns: [
      DOCUMENT,
      text('quote', 'Id of the quotation within its article.'),
      SOURCE,
      ...SPAN,
      text('text', 'Its words, outer quote marks left out.'),
      text(
        'form',
        'direct (all in quote marks), mixed (partly), indirect (none) or block (a paragraph without marks).',
      ),
      count('group', 'Shared by the fragments of one attribution within the article.', 'number'),
      text('parent', 'Id of the quotation that this one stands in, if any.'),
      text('cue', 'The word that attributes it.'),
      text(
        'cue_category',
        'Class of that word: neutral, distancing, endorsing, guilt, hostile or counter-factive.',
      ),
      text('mention', 'The words that name the source here.'),
      SPEAKER,
      text('speaker_name', 'The name of the speaker in this article.'),
      number('confidence', 'Estimated chance that form, bounds and speaker are right.', 'probability'),
      words('words', 'Its words.'),
      SENTENCE,
    ],
  },
  {
    name: 'markers',
    about: 'One row a match of a lexicon entry, denied ones among them.',
    key: ['document', 'n'],
    sql: `SELECT x.document, x.n, d.source, ${SPAN_SQL('x')}, x.text, x.lexicon, x.entry, x.family, x.category, x.weight,
        x.voice, s.speaker, x.quote, x.negated, x.scare, x.lemma, x.sentence
      FROM ${WITH_SPEAKER('markers')} ORDER BY x.document, x.n`,
    columns: [
      DOCUMENT,
      count('n', 'Number of the marker within its article, by place.', 'number'),
      SOURCE,
      ...SPAN,
      text('text', 'The words that match.'),
      text('lexicon', 'Id of the lexicon.'),
      text('entry', 'Id of the entry in the lexicon; it says why the words count, with its source.'),
      FAMILY,
      CATEGORY,
      count('weight', 'Weight of the entry: 1 mild, 2 strong, 3 extreme.', 'scale 1 to 3'),
      VOICE,
      SPEAKER,
      text('quote', 'Quotation it stands in, or that it introduces (attribution).'),
      flag('negated', 'Denied in its clause ("not a terrorist"): shown, not counted.'),
      flag('scare', 'Inside scare quotes.'),
      text('lemma', 'Attribution: lemma of the cue.'),
      SENTENCE,
    ],
  },
  {
    name: 'stances',
    about: 'One row a mention of a target with the stance shown toward it.',
    key: ['document', 'n'],
    sql: `SELECT x.document, x.n, d.source, x.target, x.target_name, ${SPAN_SQL('x')}, x.text, x.voice, s.speaker,
        x.polarity, x.label, x.role, x.evidence, x.sentence
      FROM ${WITH_SPEAKER('stances')} ORDER BY x.document, x.n`,
    columns: [
      DOCUMENT,
      count('n', 'Number of the stance within its article.', 'number'),
      SOURCE,
      text('target', 'Id of the target.'),
      text('target_name', 'Name of the target.'),
      ...SPAN,
      text('text', 'The words that mention the target.'),
      VOICE,
      SPEAKER,
      number('polarity', 'From -1, against, to 1, for.', 'scale -1 to 1'),
      count('label', '-1 negative, 0 neutral, 1 positive.', 'scale -1 to 1'),
      text('role', 'protagonist, antagonist or victim, where the words cast the target as one.'),
      text('evidence', 'The words that show it, " | " between.'),
      SENTENCE,
    ],
  },
  {
    name: 'stance_summary',
    about:
      'Stance toward each target, added up over an article, an outlet and a speaker, each voice apart. Counted are clauses: the sentences of that voice that name the target.',
    sql: `SELECT unit, id, event, source, speaker, voice, target, target_name, mentions, clauses, speaking, positive,
        negative, mean_polarity, balance, balance_low, balance_high, verdict, protagonist, antagonist, victim
      FROM stance_summary ORDER BY ALL NULLS FIRST`,
    columns: [
      text('unit', 'What is added up over: document, source or speaker.'),
      text('id', 'Id of the unit.'),
      EVENT,
      SOURCE,
      SPEAKER,
      text('voice', 'author, headline, own (author and headline together), quoted or reported.'),
      text('target', 'Id of the target; of a person who is quoted somewhere, speakers.speaker.'),
      text('target_name', 'Name of the target.'),
      count('mentions', 'Mentions of the target.'),
      count('clauses', 'Sentences that name it.'),
      count('speaking', 'Those that speak for or against it.'),
      count('positive', 'Those that speak for it.'),
      count('negative', 'Those that speak against it.'),
      number('mean_polarity', 'Mean polarity over all clauses; it enters no test.', 'scale -1 to 1'),
      number('balance', '(positive - negative) / speaking; empty under three that speak.', 'scale -1 to 1'),
      number(
        'balance_low',
        'Lower end of its exact 95 % interval (Clopper and Pearson 1934, for the share of positive among those that speak).',
        'scale -1 to 1',
      ),
      number('balance_high', 'Upper end of that interval.', 'scale -1 to 1'),
      text(
        'verdict',
        'too little to say (under three clauses speak), for or against (the interval lies on one side of 0), no clear side.',
      ),
      count('protagonist', 'Clauses that cast it as one who helps, rescues or wins.'),
      count('antagonist', 'Clauses that cast it as one who does harm.'),
      count('victim', 'Clauses that cast it as one who suffers harm.'),
    ],
  },
  {
    name: 'stance_pairs',
    about:
      'Who is warmer to a target in its own words (author and headline): accounts of one event, and outlets, two by two.',
    sql: `SELECT "by", event, target, target_name, a, b, positive_a, negative_a, positive_b, negative_b, p, q, verdict
      FROM stance_pairs ORDER BY ALL NULLS FIRST`,
    columns: [
      text('by', 'texts: two accounts of one event; source: two outlets.'),
      EVENT,
      text('target', 'Id of the target.'),
      text('target_name', 'Name of the target.'),
      text('a', 'The first article or outlet.'),
      text('b', 'The second.'),
      count('positive_a', 'Clauses of a that speak for the target.'),
      count('negative_a', 'Clauses of a that speak against it.'),
      count('positive_b', 'Clauses of b that speak for it.'),
      count('negative_b', 'Clauses of b that speak against it.'),
      number('p', "Fisher's exact test that both shares are the same.", 'probability'),
      number(
        'q',
        'p adjusted over all rows tested with the same "by" (Benjamini and Hochberg 1995).',
        'probability',
      ),
      text(
        'verdict',
        'a warmer, b warmer (only with q < .05), no detectable difference, or too little to say: under three clauses speak on one side.',
      ),
    ],
  },
  {
    name: 'naming',
    about: 'What each outlet, and each speaker in it, calls the same thing.',
    sql: `SELECT concept, about, name, source, event, voice, speaker, uses, scare, example, example_document,
        example_start, example_text, names_used, only_in_marks
      FROM naming ORDER BY ALL NULLS FIRST`,
    columns: [
      text('concept', 'Id of the thing that has competing names.'),
      text('about', 'What it is.'),
      text('name', 'The name used for it.'),
      SOURCE,
      EVENT,
      VOICE,
      SPEAKER,
      count('uses', 'How often.'),
      count('scare', 'How many of these stand in scare quotes.'),
      text('example', 'The first sentence that has it.'),
      text('example_document', 'Id of the article of that sentence.'),
      count('example_start', 'Where the name stands there.', 'UTF-16 code units'),
      text('example_text', 'The name as it stands there.'),
      count(
        'names_used',
        'Names for this thing in the same voice: of the outlet in its own words (author and headline), of a speaker in quoted and in reported words. 2 and more: it is called by several names.',
      ),
      flag('only_in_marks', 'The outlet has this name inside quote marks only, quotations and scare quotes.'),
    ],
  },
  {
    name: 'comparisons',
    about: 'Differences between groups, or between two accounts of one event, with their uncertainty.',
    sql: `SELECT "by", a, b, voice, family, category, hits_a, words_a, articles_a, hits_b, words_b, articles_b, ratio,
        ratio_low, ratio_high, p, q, verdict
      FROM comparisons ORDER BY ALL NULLS FIRST`,
    columns: [
      text(
        'by',
        'What the groups are made by: source, event, speaker, month, a field, or texts (two articles).',
      ),
      text('a', 'The first group or article.'),
      text('b', 'What it is compared with; the pooled rest, or another group.'),
      VOICE,
      FAMILY,
      CATEGORY,
      count('hits_a', 'Hits of a.'),
      words('words_a', 'Words of a.'),
      count('articles_a', 'Articles of a.'),
      count('hits_b', 'Hits of b.'),
      words('words_b', 'Words of b.'),
      count('articles_b', 'Articles of b.'),
      number('ratio', 'Rate of a divided by rate of b; INF when b has no hit.', 'ratio'),
      number(
        'ratio_low',
        'Lower end of its 95 % interval, not adjusted for the number of comparisons.',
        'ratio',
      ),
      number('ratio_high', 'Upper end of that interval.', 'ratio'),
      number('p', 'p value of the test; the method page says which.', 'probability'),
      number(
        'q',
        'p adjusted over all rows tested for one grouping (Benjamini and Hochberg 1995).',
        'probability',
      ),
      text(
        'verdict',
        'more, less (only with q < .05), no detectable difference, too little text, or counts only.',
      ),
    ],
  },
  {
    name: 'trends',
    about:
      'Hits and rates of a source over time, for sources whose articles fill at least four years, months, weeks or days.',
    sql: `SELECT width, period, source, voice, family, category, articles, words, hits, rate, rate_low, rate_high
      FROM trends ORDER BY source, voice, family, category, period`,
    columns: [
      text('width', 'Width of a period: year, month, week or day, the widest of which there are four.'),
      text('period', 'The period as a date; a week is named by its Monday.'),
      SOURCE,
      text('voice', 'author or quoted.'),
      FAMILY,
      CATEGORY,
      count('articles', 'Articles of that source in that period with words in that voice.'),
      words('words', 'Their words in that voice.'),
      count('hits', 'Markers that count.'),
      number('rate', 'Hits per 1,000 words; empty under 100 words.', 'per 1,000 words'),
      number('rate_low', 'Lower end of the exact 95 % Poisson interval of the rate.', 'per 1,000 words'),
      number('rate_high', 'Upper end of that interval.', 'per 1,000 words'),
    ],
  },
  {
    name: 'keywords',
    about: "Words that set a group apart from the pooled rest, in the author's own voice.",
    sql: `SELECT "by", a, b, lemma, z, log_ratio, g2, uses_a, uses_b, articles_a, articles_b
      FROM keywords ORDER BY "by", a, b, z DESC, lemma`,
    columns: [
      text('by', 'What the groups are made by.'),
      text('a', 'The group.'),
      text('b', 'What it is compared with.'),
      text('lemma', 'The word, lower case, in its basic form.'),
      number(
        'z',
        'Log-odds with an informative Dirichlet prior, as a z score (Monroe, Colaresi and Quinn 2008).',
        'z score',
      ),
      number('log_ratio', 'Binary logarithm of the ratio of the relative frequencies.', 'log2'),
      number('g2', 'Log-likelihood G² (Dunning 1993).', 'G²'),
      count('uses_a', 'Uses in a.'),
      count('uses_b', 'Uses in b.'),
      count('articles_a', 'Articles of a that use it.'),
      count('articles_b', 'Articles of b that use it.'),
    ],
  },
  {
    name: 'alerts',
    about:
      'What the rules of framescope.yml found: rates above a line, and names for a concept that the run before did not have.',
    sql: `SELECT rule, message, unit, id, event, source, speaker, voice, family, category, words, hits, rate, rate_low,
        rate_high, above, concept, name, uses, document
      FROM alerts ORDER BY ALL NULLS FIRST`,
    columns: [
      text('rule', 'Id of the rule.'),
      text('message', 'What it found, in words.'),
      text('unit', 'Whose rate: document, speaker, source, speaker_source or event_source.'),
      ...CELL,
      count('hits', 'Markers that count.'),
      number('rate', 'Hits per 1,000 words.', 'per 1,000 words'),
      number('rate_low', 'Lower end of its exact 95 % Poisson interval.', 'per 1,000 words'),
      number('rate_high', 'Upper end of that interval.', 'per 1,000 words'),
      number('above', 'The line of the rule.', 'per 1,000 words'),
      text('concept', 'The thing that has a new name.'),
      text('name', 'The name that is new since the last run that brought something new.'),
      count('uses', 'How often it is used.'),
      text('document', 'Id of the first article that uses it.'),
    ],
  },
  {
    name: 'changes',
    about:
      'What is new since the run before; without rows after a run that brought nothing new. Rates are listed that lie outside of the interval they had.',
    sql: `SELECT thing, change, id, name, source, speaker, voice, family, category, rate_before, rate_low_before,
        rate_high_before, words_before, rate_after, rate_low_after, rate_high_after, words_after
      FROM changes ORDER BY ALL NULLS FIRST`,
    columns: [
      text('thing', 'article, speaker or rate.'),
      text('change', 'article: new, changed, dropped; speaker: new, gone; rate: up, down.'),
      text('id', 'Id of the article, the speaker or the outlet.'),
      text('name', 'Title or name.'),
      SOURCE,
      SPEAKER,
      VOICE,
      FAMILY,
      CATEGORY,
      number('rate_before', 'Hits per 1,000 words in the run before.', 'per 1,000 words'),
      number('rate_low_before', 'Lower end of its 95 % interval.', 'per 1,000 words'),
      number('rate_high_before', 'Upper end of its 95 % interval.', 'per 1,000 words'),
      words('words_before', 'Words it was counted over.'),
      number('rate_after', 'Hits per 1,000 words now.', 'per 1,000 words'),
      number('rate_low_after', 'Lower end of its 95 % interval.', 'per 1,000 words'),
      number('rate_high_after', 'Upper end of its 95 % interval.', 'per 1,000 words'),
      words('words_after', 'Words it is counted over.'),
    ],
  },
  {
    name: 'problems',
    about: 'What could not be read or analyzed, and what was unclear.',
    sql: 'SELECT file, document, code, message FROM problems ORDER BY ALL NULLS FIRST',
    columns: [
      text('file', 'The file, with the row where it has rows.'),
      text('document', 'Id of the article, when it was known.'),
      text('code', 'What kind of problem.'),
      text('message', 'What happened and what to do.'),
    ],
  },
];
