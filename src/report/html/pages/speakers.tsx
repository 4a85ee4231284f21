/** How is one person's statement told by each source? */
import type { VNode } from 'preact';
import { short } from '../charts.js';
import { Absent, Block, count, day, Quiet, Swatch, TableView } from '../components.js';
import type { Introduction, MarkerHit, QuoteRow, Rate, SpeakerRow } from '../data.js';
import type { StanceCell, StanceSentence } from '../data-stance.js';
import { capital, formOf, readable, VOICE_NAMES } from '../forms.js';
import type { Place } from '../site.js';
import { Marks, Sentences, Verdict } from './stance.js';

export interface SpeakerData {
  readonly speaker: SpeakerRow;
  readonly introductions: readonly Introduction[];
  readonly quotes: readonly QuoteRow[];
  readonly markers: readonly MarkerHit[];
  readonly stances: readonly StanceCell[];
  readonly sentences: readonly StanceSentence[];
  readonly rates: readonly Rate[];
  /** Sources that tell the same events without quoting this speaker. */
  readonly silent: readonly string[];
}

const FORM_NAMES: Readonly<Record<string, string>> = {
  direct: 'quoted',
  block: 'quoted, no marks',
  indirect: 'reported',
  mixed: 'partly quoted',
};

/** A speaker quoted in fewer words than this gets counts, no rates. */
const FEWEST_WORDS = 100;

export function SpeakerPage({ place, data }: { readonly place: Place; readonly data: SpeakerData }): VNode {
  const { speaker } = data;
  const others = speaker.names.filter((name) => name !== speaker.name);
  return (
    <>
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">
            <a href={place.href('speakers')}>Speakers</a>
          </p>
          <h1 id={place.id('h')}>
            <bdi>{speaker.name}</bdi>
          </h1>
          <p class="small">
            {[speaker.role, speaker.affiliation, speaker.kind].filter(Boolean).join(' · ')}
            {others.length > 0 ? (
              <>
                {' '}
                · also written{' '}
                {others.slice(0, 8).map((name, i) => (
                  <>
                    {i > 0 ? ', ' : ''}“<bdi>{name}</bdi>”
                  </>
                ))}
              </>
            ) : null}
          </p>
          <p class="answer">
            {count(speaker.quotes, 'quote')} in {count(speaker.documents, 'article')}
            {speaker.sources > 0 ? ` from ${count(speaker.sources, 'source')}` : ''}:{' '}
            {count(speaker.wordsQuoted, 'word')} quoted, {speaker.wordsReported.toLocaleString('en')} reported
            in the outlets’ wording.
          </p>
          <div class="sure">
            <p>
              <b>How sure:</b>{' '}
              {speaker.wordsQuoted < FEWEST_WORDS
                ? `Fewer than ${FEWEST_WORDS} quoted words: counts are shown, no rates.`
                : 'Rates count quoted words only; what is reported may be worded by the outlet.'}
            </p>
          </div>
        </div>
      </section>
      <Introduced place={place} data={data} />
      <Said place={place} data={data} />
      <Wording place={place} data={data} />
      <Block
        place={place}
        name="stance"
        title="For or against"
        intro="Passages in this speaker’s words, quoted or reported."
      >
        {data.stances.length === 0 ? (
          <Quiet>No passage with a clear stance was found.</Quiet>
        ) : (
          <TableView
            name="stances"
            label="Stances of the speaker"
            class="stack stance"
            head={['Target', 'Voice', 'Against and for', 'Sentences']}
          >
            {data.stances.map((stance) => (
              <tr>
                <th scope="row">
                  <bdi>{stance.targetName}</bdi>
                </th>
                <td data-th="Voice">{VOICE_NAMES[stance.voice]}</td>
                <td data-th="Against and for">
                  <Marks cell={stance} />
                  <small>
                    <Verdict cell={stance} />
                  </small>
                </td>
                <td data-th="Sentences">
                  <Sentences place={place} cell={stance} sentences={data.sentences} />
                </td>
              </tr>
            ))}
          </TableView>
        )}
      </Block>
    </>
  );
}

type Props = { readonly place: Place; readonly data: SpeakerData };

/** Ways to name a speaker that are shown for one source. */
const MOST_MENTIONS = 6;
const PRONOUNS: ReadonlySet<string> = new Set([
  'he',
  'she',
  'they',
  'it',
  'him',
  'her',
  'i',
  'we',
  'who',
  'himself',
  'herself',
  'themselves',
  'itself',
]);

/** A pronoun introduces nobody: it stands only where there is nothing else, and once. */
function namesFirst(mentions: readonly string[]): string[] {
  const names = mentions.filter((mention) => !PRONOUNS.has(mention.toLowerCase()));
  const shown = names.length > 0 ? names : [...new Set(mentions.map((mention) => mention.toLowerCase()))];
  return shown.slice(0, MOST_MENTIONS);
}

function Introduced({ place, data }: Props): VNode {
  return (
    <Block place={place} name="introduced" title="How each source introduces this speaker">
      <TableView
        name="introduced"
        label="Introductions by source"
        class="stack"
        head={['Source', 'Introduced as', 'Words that introduce', 'Quotes']}
      >
        {data.introductions.map((row) => (
          <tr>
            <th scope="row">
              <bdi>{row.source}</bdi>
            </th>
            <td data-th="Introduced as" class="src" dir="auto">
              {namesFirst(row.mentions).map((mention) => (
                <div>{mention}</div>
              ))}
            </td>
            <td data-th="Words that introduce">
              {row.verbs.length === 0 ? <Absent>none: left to the layout</Absent> : null}
              {row.verbs.slice(0, 12).map((verb) => (
                <>
                  <span class="verb">
                    <Swatch form={formOf('attribution', verb.category)} word={verb.lemma} />
                    <span class="vh">
                      {verb.lemma}, {verb.category}
                    </span>
                    {verb.uses > 1 ? <small class="inline">×{verb.uses}</small> : null}
                  </span>{' '}
                </>
              ))}
            </td>
            <td data-th="Quotes">
              {row.quotes} <small>{count(row.words, 'word')}</small>
            </td>
          </tr>
        ))}
        {data.silent.map((source) => (
          <tr>
            <th scope="row">
              <bdi>{source}</bdi>
            </th>
            <td data-th="Introduced as" colSpan={3}>
              <Absent>tells the event, does not quote this speaker</Absent>
            </td>
          </tr>
        ))}
      </TableView>
    </Block>
  );
}

function Said({ place, data }: Props): VNode {
  return (
    <Block
      place={place}
      name="said"
      title="What is said, in each"
      intro={
        data.quotes.length < data.speaker.quotes
          ? `The first ${data.quotes.length}; all stand in csv/quotes.csv.`
          : undefined
      }
    >
      {data.quotes.map((quote) => {
        const markers = data.markers.filter((m) => m.document === quote.document && m.quote === quote.quote);
        const page = place.site.articles.get(quote.document);
        const name = quote.name;
        return (
          <div class="said">
            <div class="small">
              <b>
                {page ? (
                  <a href={place.href(page, quote.quote)}>
                    <bdi>{name}</bdi>
                  </a>
                ) : (
                  <bdi>{name}</bdi>
                )}
              </b>
              <br />
              {day(quote.published)}
              <br />
              {FORM_NAMES[quote.form]}
              {quote.cue ? (
                <>
                  {', '}
                  <Swatch form={formOf('attribution', quote.cueCategory ?? 'neutral')} word={quote.cue} />
                  <span class="vh">
                    introduced with {quote.cue}, {quote.cueCategory}
                  </span>
                </>
              ) : null}
            </div>
            <blockquote dir="auto">
              <span
                class={
                  quote.form === 'indirect' || quote.form === 'mixed'
                    ? 'r say-start say-end'
                    : 'q say-start say-end'
                }
              >
                {quote.text}
              </span>
            </blockquote>
            <div class="small">
              {markers.length === 0
                ? 'no marker'
                : markers.slice(0, 8).map((m) => (
                    <div>
                      <Swatch form={formOf(m.family, m.category)} word={m.text} />{' '}
                      <span class="vh">{m.text}: </span>
                      {readable(m.category)}
                    </div>
                  ))}
            </div>
          </div>
        );
      })}
    </Block>
  );
}

function Wording({ place, data }: Props): VNode {
  const rows = data.rates.filter((rate) => rate.voice === 'quoted' && rate.hits > 0);
  return (
    <Block place={place} name="wording" title="The speaker’s own wording" intro="Quoted words only.">
      {rows.length === 0 ? (
        <Quiet>No marker of wording or certainty stands in the quoted words.</Quiet>
      ) : (
        <TableView
          name="wording"
          label="Markers in the speaker’s quoted words"
          head={['Category', 'Hits', 'Words', 'Per 1,000', '95 % interval']}
          numbers={[1, 2, 3, 4]}
        >
          {rows.map((rate) => (
            <tr>
              <th scope="row">
                <Swatch form={formOf(rate.family, rate.category)} /> {capital(readable(rate.category))}
              </th>
              <td class="num">{rate.hits}</td>
              <td class="num">{rate.words}</td>
              <td class="num">{rate.rate === null ? 'too few words' : short(rate.rate)}</td>
              <td class="num">{rate.low === null ? '' : `${short(rate.low)} to ${short(rate.high ?? 0)}`}</td>
            </tr>
          ))}
        </TableView>
      )}
    </Block>
  );
}
