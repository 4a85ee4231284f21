/**
 * Stretches of an article that are not its running news text: header, headline, byline, caption, boilerplate and
 * readers' comments. They are marked, never deleted. Each rule prefers to miss furniture rather than to take a
 * paragraph of news out of the counts: patterns are anchored to a whole short line, and those that could begin a
 * sentence hold only at the top or at the end of the text.
 */
import { paragraphSpans } from './tokens.js';
import type { Article, Region, RegionKind } from './types.js';

/** Furniture is short; a longer paragraph is read as news whatever it begins with. UTF-16 units. */
const FURNITURE_LIMIT = 260;
/** A caption is a sentence or two before its credit. */
const CAPTION_LIMIT = 600;
/** Bylines stand among the first lines, credits of contributors among the last. Paragraphs. */
const TOP = 6;
const TAIL = 3;
/** A run of comments needs two paragraphs: one oddly written closing line proves nothing. */
const COMMENTS_MIN = 2;
/** Fewer words than this without a capital may be a sub-heading or a list item. */
const COMMENT_MIN_WORDS = 4;

/** ` date 2026-02-27 ` in front of the text, as archives put it there. */
const DATE_HEADER = /^\s*date \d{4}-\d{2}-\d{2}(?=\s|$)[^\S\r\n]*/u;

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WEEKDAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?';
const CLOCK =
  '\\d{1,2}(?:[:.]\\s?\\d{2}(?::\\d{2})?(?:\\s*(?:a\\.?m\\.?|p\\.?m\\.?|hrs?|h))?|\\s*(?:a\\.?m\\.?|p\\.?m\\.?))(?:\\s+[a-z]{2,4})?';
const DAY = `(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}|\\d{1,2}(?:st|nd|rd|th)?\\s+${MONTH}\\.?,?(?:\\s+\\d{4})?|${MONTH}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?)`;
/** A line that is a date, a time or both. */
const DATE_LINE = new RegExp(
  `^(?:(?:${WEEKDAY})[.,]?\\s+)?(?:${DAY}(?:[\\s,T|·•-]+(?:at\\s+)?${CLOCK})?|${CLOCK}(?:[\\s,|·•-]+${DAY})?)[.:]?$`,
  'iu',
);
/** Labels that databases put between the parts of an article. */
const PART_LABEL = /^(?:abstract|full text|summary|body|text|language|length|section)[.:]?$/iu;

/** Whole lines. */
const FURNITURE_LINE = new RegExp(
  `^(?:${[
    'skip to (?:main |the )?content.*',
    'skip (?:advertisement|ad|navigation)',
    'advertisements?|sponsored(?: content)?|paid content|promoted',
    '(?:main )?menu|search|home|log ?in|sign ?in|register|subscribe(?: now| today)?|donate(?: now)?|print|save|close',
    'share(?: this)?(?: (?:article|story|page|post))?(?: (?:on|via|with) [\\w ,/()-]+)?|share (?:facebook|twitter)[\\w ,]*',
    'read more|read next|load more|show more|see more|view (?:all|more|comments)|back to top|(?:next|previous) (?:article|story|post)',
    'related(?: (?:articles?|stories|topics|news|content|posts?|coverage|links|reading))?',
    'most (?:read|popular|viewed|shared)(?: (?:on|in|stories|articles|news|now|today|this)\\b.{0,30})?|trending(?: now)?|top stories|latest (?:news|stories|headlines)|recommended(?: for you| stories)?',
    "more (?:from|on|in) (?:this |the )?[\\w’' .&-]{1,40}|also on [\\w’' .&-]{1,40}|you (?:may|might) (?:also )?(?:like|be interested in).{0,20}|don[’']t miss",
    '(?:continue reading|(?:story|article) continues) ?(?:below|after)?(?: (?:the |this )?(?:advertisement|ad|video))?(?: .{0,30})?',
    'listen to (?:this )?(?:article|story)(?: .{0,20})?|\\d+[ -]min(?:ute)?s?(?: read| ago)?',
    'enter (?:your )?e-?mail(?: address)?|your e-?mail(?: address)?|follow us|contact us|about us|terms (?:of (?:use|service)|and conditions)|privacy policy',
    'all rights reserved|this is a developing (?:story|news story).{0,60}',
    '@\\w{2,30}|https?://\\S+|www\\.\\S+|loading',
  ].join('|')})[.:…!»>|-]*$`,
  'iu',
);

/** Beginnings of a short paragraph. Each is an order to the reader, or a formula that no sentence of news begins with. */
const FURNITURE_START = new RegExp(
  `^[([]?(?:${[
    'follow (?:us|me|@\\w|.{2,60}? on (?:google news|twitter|x\\b|facebook|instagram|telegram|threads|bluesky|linkedin|youtube|whatsapp|tiktok))',
    '(?:twitter|facebook|instagram|telegram|e-?mail|tel|phone)(?: ?[:@])\\s*\\S',
    '(?:copyright\\s+(?:©|\\(c\\)|\\d{4})|©|\\(c\\)\\s)',
    '(?:all rights reserved|unauthorized reproduction)',
    '(?:this|our) (?:web ?)?site uses cookies|we use cookies|accept (?:all )?cookies|by (?:continuing|clicking|signing up|using this).{0,80}you (?:agree|accept|consent)',
    'sign up (?:for|to|here|now|today)|subscribe (?:to|here|now|for)|unsubscribe|join (?:our|us (?:on|at))|want more (?:updates|news|stories|from)',
    'get (?:the latest|our|all the|breaking|news|updates).{0,60}(?:newsletter|inbox|e-?mail|app\\b|alerts|delivered)',
    'click (?:here|on the|below|to)|tap (?:here|to)|scroll (?:down|to)|download (?:the|our) (?:free )?(?:\\w+ )?app',
    'share this|(?:please )?share (?:your|on)|tell us what you think|have your say|what do you think\\?|do you have (?:a (?:story|tip|news tip)|more information)|got a (?:tip|story)|do you (?:know|have) .{0,60}\\? (?:please )?(?:call|e-?mail|contact|write|get in touch|tell|send)\\b',
    '(?:read|see|watch|hear|listen)(?: (?:more|also|next|now|here|live))?:|read (?:more|also|next) (?:on|at|about|here|from|here:)|also read|see also|related:|previously:|recommended:|further reading:',
    'read the (?:rest|full|whole|original|entire|complete)(?: (?:of (?:the|this)))?(?: \\w+)? (?:story|article|post|report|piece|text|interview|transcript)?.{0,20}(?:here|at\\b|on\\b)',
    'watch (?:the|this|a|our|it) .{0,60}(?:below|above|here|preview|clip|interview|footage)?.{0,20}(?:below|above|here|at <).{0,60}',
    'support (?:our|independent|quality) (?:work|journalism|reporting|newsroom)|help us (?:continue|keep)|become a (?:member|subscriber|patron)|donate (?:to|today|here)',
    'if you (?:enjoyed|liked|like) (?:this|our)|(?:enjoying|like) (?:this|our) (?:article|story|content)',
    'contact (?:us|me|the (?:author|editor|reporter|writer))\\b|send (?:us )?(?:tips|your)',
    'h/t\\b|hat tip:?|via:? @|tags?:|topics?:|filed (?:under|to|in):|keywords:|categor(?:y|ies):|posted in:?',
    'this (?:article|story|post|piece|report|page|column) (?:has been|was) (?:updated|corrected)',
    'this (?:article|story|post|piece|column) (?:has been|was|is|is being|will be) (?:amended|edited|revised|updated|originally|first|adapted|republished|translated|co-?published|produced|part of our)',
    'this (?:article|story|post|piece|report|column) (?:originally |first )?appeared (?:in|on|at)|as published in\\b|(?:originally|first) published (?:on|in|at|by) [^,]{2,60}$',
    'the (?:views|opinions)(?: and (?:opinions|views))? (?:expressed|of the author)',
  ].join('|')})`,
  'iu',
);
/** Style sheets and mark-up that a page left in its text. */
const CODE_LINE = /^(?:[.#@]?[\w-][^.!?]*\{|\}\.?|[a-z-]+:\s?[^.!?]{1,60};|(?:<[^<>]*>\s*)+\.?)$/u;

const NAME = "(?:\\p{Lu}[\\p{L}’'.-]*|(?:de|von|van|der|den|al|el|bin|la|le|di|da)\\b)";
/** `By Jane Doe and John Roe, Political Editor`; at the top only. What follows `By` is checked word by word. */
const BYLINE_START =
  /^(?:(?:exclusive|opinion|analysis|comment|column|report)[:,.|]? by|by|(?:written|words|story|analysis|opinion|report(?:ed|ing)?|text) by|authors?:)\s+/iu;
const BYLINE_LONGEST = 14;
const NAME_WORD = new RegExp(`^(?:${NAME}|and|of|in|for|at|on|the|&|@\\w+|[\\d:./-]+)$`, 'u');
const NEVER_FIRST = new RegExp(
  `^(?:${WEEKDAY}|${MONTH}|the|an?|his|her|their|its|all|any|no|now|then)$`,
  'iu',
);
/** Names of one word that sign an article. */
const AGENCY = /^(?:reuters|afp|ap|tass|staff|agencies|editors?|\p{Lu}{2,})$/iu;
/** `PUBLISHED 3 May 2024`, `Last updated: 10:50`. */
const PUBLISHED = new RegExp(
  `^[([]?(?:first |last |originally )?(?:published|updated|posted|modified|issued|released|date)(?: (?:on|at))?\\s*[:|·•–—-]?\\s*(?:on |at )?(?:(?:${WEEKDAY})[.,]?\\s+)?(?:${DAY}|${CLOCK}|\\d+ (?:minutes?|hours?|days?) ago).{0,60}$`,
  'iu',
);
/** Who else had a hand in it; at the end only. */
const CREDIT =
  /^(?:\(?(?:additional )?(?:reporting|writing|editing|translation|research|graphics|contributions?) by\b|\(?(?:story|text|video|podcast|photos?|photographs|translated|edited|produced|written|compiled|additional)\b.{0,20}\bby \p{Lu}|co-authored by \p{Lu}|contributing:|contributors?:)|\b(?:contributed (?:to this (?:report|article|story|post)|(?:reporting|research))|(?:also )?reported from \p{Lu}[\p{L} ,.;]{2,40}|contributed\.)\.?$/iu;
/** A closing line about the author. */
const AUTHOR_NOTE = new RegExp(
  `^${NAME}(?: ${NAME}){0,4},?(?: [^,]{3,80},)? is (?:an? |the )?(?:[\\p{L}’'&-]+ ){0,5}?(?:reporter|correspondent|columnist|editor(?:-at-large)?|staff writer|contributing (?:writer|editor)|political writer|member of .{2,40} Board of Contributors)\\b`,
  'u',
);

/** The credit that makes a paragraph a caption. */
const CREDIT_AT_END =
  /\((?:(?:picture|photo|image|photograph|video|map|graphic|illustration|file)s?\b[^()]{0,20}(?:source|credit|by|courtesy|:|\/)|source: |(?:ap|afp|reuters|epa|getty)\b|[^()]{0,60}\/?\s?(?:(?:ap|afp|reuters|epa|getty)(?: (?:photo|images?))|getty))[^()]{0,80}\)\.?$/iu;
const CREDIT_LINE =
  /^(?:(?:photo|picture|image|video|map|graphic|illustration|screenshot|file photo)s?(?: (?:credit|source|by|courtesy))? ?:|(?:photo|image|picture) (?:credit|courtesy|copyright|source)\b|image (?:copyright|caption|source)|media caption|caption:|[\p{L}.'’ -]{2,60}(?:\/| via | \/ )(?:getty(?: images)?|ap(?: photo)?|afp|reuters|epa|bloomberg|[\p{L}]+post|handout)[\p{L} /]{0,30}\.?$|(?:handout|pool[\p{L} ]*)\/\p{L}+\.?$)/iu;
/** `Map of the fighting as of May 1.`: a picture's title, without a verb. */
const PICTURE_TITLE =
  /^(?:(?:an?|the|official|file|aerial|satellite|undated|archive|interactive) )*(?:map|photo(?:graph)?|image|picture|screenshot|screengrab|illustration|infographic) (?:of|from|taken)\b/iu;
const FINITE =
  /\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|does|did|shows?|showed|shown|appear(?:s|ed)|emerged|went|became|sparked|drew|prompted|remains?|circulated|shared|captured|posted)\b/u;

const COMMENTS_HEADING =
  /^(?:(?:\d[\d,]* |(?:view |read |show |all |readers?[’'] |user |latest |top |most liked )*)comments?(?: ?[([]\d+[)\]])?|leave a (?:comment|reply)|post a comment|add (?:a|your) comment|join the (?:conversation|discussion)|\d+ (?:responses?|replies|thoughts)(?: (?:to|on) .{0,120})?|(?:readers?|your) comments)[.:]?$/iu;
const INFORMAL =
  /\b(?:lol|lmao|omg|wtf|imo|imho|btw|haha\w*|hehe\w*|u|ur|ru|thx|pls|gonna|wanna|gotta|dont|cant|wont|doesnt|isnt|nomore|yeah|yep|nope|dude|bro|i|im|ive)\b|!!|\?\?|\.{3}|…|[\p{L}\d] [.,!?]/u;

/** What a paragraph looks like on its own and by its place. `place`: its number, and how many there are. */
function furniture(line: string, index: number, count: number): RegionKind | null {
  if (line.length > CAPTION_LIMIT) return null;
  if (line.charCodeAt(line.length - 1) === 41 || line.endsWith(').')) {
    if (CREDIT_AT_END.test(line)) return 'caption';
  }
  if (line.length > FURNITURE_LIMIT) return null;
  if (DATE_LINE.test(line) || PART_LABEL.test(line)) return 'header';
  if (PUBLISHED.test(line)) return 'byline';
  if (index < TOP && isByline(line)) return 'byline';
  if (index >= count - TAIL && isCredit(line)) return 'byline';
  if (FURNITURE_LINE.test(line) || FURNITURE_START.test(line) || CODE_LINE.test(line)) return 'boilerplate';
  if (CREDIT_LINE.test(line) || (PICTURE_TITLE.test(line) && !FINITE.test(line))) return 'caption';
  return null;
}

/** `By` and then nothing but names, offices and dates. */
function isByline(line: string): boolean {
  const start = BYLINE_START.exec(line)?.[0].length;
  if (start === undefined) return false;
  const words = line
    .slice(start)
    .split(/[\s,|·•–—]+/u)
    .filter((word) => word !== '');
  if (words.length > BYLINE_LONGEST || NEVER_FIRST.test(words[0] ?? 'the')) return false;
  const names = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return (
    (names > 1 || AGENCY.test(words[0]!.replace(/\.$/u, ''))) && words.every((word) => NAME_WORD.test(word))
  );
}

const isCredit = (line: string): boolean => CREDIT.test(line) || AUTHOR_NOTE.test(line);

/**
 * Regions of an article, sorted, without overlaps; what lies in none is running text.
 * What a reader marked (`article.layout`) goes before what the words look like. The headline is the first line of
 * running text when it equals the title (apart from case, quote marks, closing punctuation and an outlet's name
 * behind a bar), or when a reader marked it.
 */
export function findRegions(article: Article): Region[] {
  const { text } = article;
  const regions: Region[] = [];
  for (const hint of article.layout ?? []) {
    if (hint.kind !== 'blockquote' && hint.kind !== 'q' && hint.end > hint.start) {
      regions.push({ start: hint.start, end: hint.end, kind: hint.kind });
    }
  }
  const header = DATE_HEADER.exec(text)?.[0].length ?? 0;
  if (header > 0) regions.push({ start: 0, end: header, kind: 'header' });
  const given = disjoint(regions);

  const lines = paragraphSpans(text.slice(header)).map(([s, e]) => ({ start: s + header, end: e + header }));
  const kinds: (RegionKind | 'given' | null)[] = [];
  let next = 0;
  for (const [i, line] of lines.entries()) {
    while (next < given.length && given[next]!.end <= line.start) next++;
    const covered = next < given.length && given[next]!.start < line.end;
    kinds.push(covered ? 'given' : furniture(text.slice(line.start, line.end), i, lines.length));
  }
  if (!given.some((region) => region.kind === 'headline')) markHeadline(article, lines, kinds);
  markComments(text, lines, kinds);

  const found: Region[] = [];
  for (const [i, line] of lines.entries()) {
    const kind = kinds[i]!;
    if (kind === null || kind === 'given') continue;
    const last = found.at(-1);
    if (kind === 'comments' && last?.kind === 'comments' && kinds[i - 1] === 'comments') {
      found[found.length - 1] = { start: last.start, end: line.end, kind };
    } else found.push({ ...line, kind });
  }
  return disjoint([...given, ...found]);
}

type Line = { start: number; end: number };
type Kinds = (RegionKind | 'given' | null)[];

/** The first running line, or the first two ("Headline; deck" set in two lines), when they are the title. */
function markHeadline(article: Article, lines: readonly Line[], kinds: Kinds): void {
  const title = article.title === null ? '' : plain(article.title);
  if (title === '') return;
  const at = lines.findIndex((_, i) => kinds[i] === null || kinds[i] === 'boilerplate');
  const first = kinds.indexOf(null);
  // A title such as "Read more: …" reads like furniture: look at the very first line as well.
  for (const i of new Set([at, first])) {
    if (i < 0) continue;
    const line = lines[i]!;
    const words = plain(article.text.slice(line.start, line.end));
    const second = lines[i + 1];
    if (words === title || beforeBar(article.title!) === words || beforeBar(slice(article, line)) === title) {
      kinds[i] = 'headline';
      return;
    }
    if (second && words !== '' && `${words} ${plain(slice(article, second))}` === title) {
      kinds[i] = 'headline';
      kinds[i + 1] = 'headline';
      return;
    }
  }
}

const slice = (article: Article, line: Line): string => article.text.slice(line.start, line.end);

/** Words alone, lower case: what two ways of setting one title share. */
const plain = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[’‘ʼ']/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** `Headline | The Outlet` -> `headline`; null without a bar. */
function beforeBar(words: string): string | null {
  const at = Math.max(
    words.lastIndexOf(' | '),
    words.lastIndexOf(' - '),
    words.lastIndexOf(' — '),
    words.lastIndexOf(' – '),
  );
  return at > 0 ? plain(words.slice(0, at)) : null;
}

/**
 * Comments after the story: all that follows a heading such as "12 comments" in the second half, or a closing run of
 * paragraphs written without capitals and in a chatty hand, after a story that is written with them.
 */
function markComments(text: string, lines: readonly Line[], kinds: Kinds): void {
  const half = text.length / 2;
  const heading = lines.findIndex(
    (line, i) =>
      i >= 2 &&
      line.start >= half &&
      line.end - line.start <= FURNITURE_LIMIT &&
      kinds[i] !== 'given' &&
      COMMENTS_HEADING.test(text.slice(line.start, line.end)),
  );
  if (heading >= 0) {
    for (let i = heading; i < lines.length; i++)
      if (kinds[i] === null || i === heading) kinds[i] = 'comments';
    return;
  }
  let first = lines.length;
  let marked = 0;
  let chatty = 0;
  let gap = 0;
  for (let i = lines.length - 1; i >= 0; i--) {
    if (kinds[i] !== null) {
      if (kinds[i] === 'boilerplate') continue;
      break;
    }
    const line = text.slice(lines[i]!.start, lines[i]!.end);
    if (isUncapped(line)) {
      first = i;
      marked++;
      gap = 0;
      if (INFORMAL.test(line)) chatty++;
    } else if (gap++ > 0 || line.length > FURNITURE_LIMIT) break;
  }
  // The line before must be news, and finished: in hard-wrapped text lines go on in lower case as well.
  const before = lines[first - 1];
  if (marked < COMMENTS_MIN || chatty * 3 < marked || !before || marked > first) return;
  if (!/[.!?…:"”’)]$/u.test(text.slice(before.start, before.end))) return;
  for (let i = first; i < lines.length; i++) if (kinds[i] === null) kinds[i] = 'comments';
}

/** Begins with a small letter and has no capital that begins a sentence or a name. */
function isUncapped(line: string): boolean {
  if (!/^[^\p{L}\p{N}•*–—-]{0,3}\p{Ll}/u.test(line) || /;$/u.test(line)) return false;
  const words = line.match(/\p{L}[\p{L}’'-]*/gu) ?? [];
  if (words.length < COMMENT_MIN_WORDS) return false;
  const capped = words.filter((word) => /^\p{Lu}\p{Ll}/u.test(word)).length;
  return capped * 20 <= words.length;
}

/** Sorted by start; where two overlap, the one that came first in the list stands and the other keeps what is left behind it. */
function disjoint(regions: readonly Region[]): Region[] {
  const sorted = regions
    .map((region, rank) => ({ ...region, rank }))
    .sort((a, b) => a.start - b.start || a.rank - b.rank);
  const out: Region[] = [];
  for (const { start, end, kind } of sorted) {
    const from = Math.max(start, out.at(-1)?.end ?? 0);
    if (end > from) out.push({ start: from, end, kind });
  }
  return out;
}
