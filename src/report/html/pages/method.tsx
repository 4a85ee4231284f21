/** By what lexicons and formulas, and how often is it wrong? */
import type { VNode } from 'preact';
import { Absent, Block, Quiet, Swatch, TableView } from '../components.js';
import { FORMS, formOf, readable } from '../forms.js';
import type { ReportLexicons } from '../lexicons.js';
import type { Place } from '../site.js';

/** One row of docs/measured.json. */
export interface Measured {
  readonly task: string;
  readonly measure: string;
  readonly score: number;
  readonly peer?: number | null;
  readonly peerName?: string | null;
  readonly human?: number | null;
  readonly plain?: string | null;
  readonly on?: string | null;
  /** What the score should be near to, or below: a rate of false alarms is no score to be high in. */
  readonly nominal?: number | null;
  /** Measures it again. */
  readonly command?: string | null;
}

export interface MethodData {
  readonly meta: ReadonlyMap<string, string>;
  readonly measured: readonly Measured[];
  readonly use: ReadonlyMap<string, { readonly markers: number; readonly entries: number }>;
  readonly articles: number;
  readonly words: number;
}

export function MethodPage(props: {
  readonly place: Place;
  readonly data: MethodData;
  readonly lexicons: ReportLexicons;
}): VNode {
  const { place, data, lexicons } = props;
  return (
    <>
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">Method</p>
          <h1 id={place.id('h')}>How it was measured, and how often it errs</h1>
          <p class="answer">
            framescope looks up words in cited word lists, works out whose words each stretch is, and counts.
            It does not know whether anything is true. Every figure leads back to the words that caused it.
          </p>
        </div>
      </section>
      <ErrorRates place={place} data={data} />
      <Signs place={place} lexicons={lexicons} />
      <Lexicons place={place} data={data} lexicons={lexicons} />
      <Formulas place={place} alarms={data.measured.filter((row) => row.nominal)} />
      <Block place={place} name="limits" title="Limits">
        <ul class="prose">
          <li>A marker is a word of a kind, found by rule. Irony, context and pictures escape it.</li>
          <li>
            A balanced word list does not make balanced results: an event in which one side says more is
            described by more of its words.
          </li>
          <li>“Not told” and “not quoted” mean not found. An outlet may have told it elsewhere.</li>
          <li>Translated articles carry the translator’s choices.</li>
          <li>
            Intervals are unadjusted and describe chance in counting words; they do not cover mistakes of the
            program.
          </li>
          <li>“Could not tell” is an answer: a speaker or a date that the text does not give stays empty.</li>
          <li>
            For or against is the least certain of all figures here: read the sentences before you cite one.
          </li>
          <li>Who does harm and who suffers it in a sentence says how it is told, not who is to blame.</li>
          <li>
            Accounts of one event are found by shared words and dates: two events with the same people within
            days may be taken for one. Facts told in other words are not aligned.
          </li>
          <li>The program reads English only.</li>
        </ul>
      </Block>
      <Cite place={place} data={data} lexicons={lexicons} />
    </>
  );
}

function ErrorRates({ place, data }: { readonly place: Place; readonly data: MethodData }): VNode {
  const scores = data.measured.filter((row) => !row.nominal);
  return (
    <Block
      place={place}
      name="errors"
      title="How often it errs"
      intro="Measured on annotated news text. The bar is the score, the tick the best other tool on the same text, the triangle two humans or a model trained on the data."
    >
      {scores.length === 0 ? (
        <Quiet>
          No measured error rates come with this copy of the program. Treat every count as an estimate.
        </Quiet>
      ) : (
        <TableView
          name="error-rates"
          label="Error rates"
          class="stack errors"
          head={['Task', 'Score', '0 to 100', 'Best other tool', 'In plain words']}
          numbers={[1]}
        >
          {scores.map((row) => (
            <tr>
              <th scope="row">
                {row.task} <small>{[row.measure, row.on].filter(Boolean).join(', ')}</small>
              </th>
              <td class="num" data-th="Score">
                <b>{row.score}</b>
              </td>
              <td>
                <svg class="scale" viewBox="0 0 200 18" aria-hidden="true">
                  <path class="ci" d="M0 9h200" />
                  <rect class="own" x="0" y="7" width={row.score * 2} height="4" />
                  {row.peer ? <path class="peer" d={`M${row.peer * 2} 2v14`} /> : null}
                  {row.human ? <path class="human" d={`M${row.human * 2 - 4} 1h8l-4 7z`} /> : null}
                </svg>
              </td>
              <td data-th="Best other tool">
                {row.peer ? (
                  `${row.peer}${row.peerName ? `, ${row.peerName}` : ''}`
                ) : (
                  <Absent>none measured</Absent>
                )}
              </td>
              <td data-th="In plain words">
                {row.plain}
                {row.human ? <small>humans or a trained model: {row.human}</small> : null}
              </td>
            </tr>
          ))}
        </TableView>
      )}
    </Block>
  );
}

/** What each sign in the texts stands for: forms and their categories. */
function Signs({ place, lexicons }: { readonly place: Place; readonly lexicons: ReportLexicons }): VNode {
  const meanings = lexicons.list.flatMap((lexicon) => lexicon.categories.map((category) => ({ ...category, form: formOf(lexicon.family, category.id) }))); // biome-ignore format: one list
  return (
    <Block
      place={place}
      name="signs"
      title="What the signs mean"
      intro="Family is read from the form: wording is tinted, certainty is a line, introductions have a frame. The pattern tells the kind, so it works without colour."
    >
      <TableView name="signs" label="Signs" class="stack signs" head={['Sign', 'Kind', 'Categories']}>
        {FORMS.map((form) => {
          const own = meanings.filter((meaning) => meaning.form === form);
          const categories = own.length > 0 ? own.map((meaning) => meaning.id) : form.categories;
          if (categories.length === 0) return null;
          return (
            <tr>
              <th scope="row">
                <Swatch form={form} /> {form.sign}
              </th>
              <td data-th="Kind">{form.label}</td>
              <td data-th="Categories">
                {own.length > 0
                  ? own.slice(0, 30).map((meaning) => (
                      <div>
                        <b>{readable(meaning.id)}</b> {meaning.meaning}{' '}
                        {meaning.source ? <small class="inline">{meaning.source}</small> : null}
                      </div>
                    ))
                  : categories.map(readable).join(', ')}
              </td>
            </tr>
          );
        })}
      </TableView>
    </Block>
  );
}

function Lexicons({
  place,
  data,
  lexicons,
}: {
  readonly place: Place;
  readonly data: MethodData;
  readonly lexicons: ReportLexicons;
}): VNode {
  return (
    <Block
      place={place}
      name="lexicons"
      title="Lexicons as used"
      intro="Every marker leads back to one entry, and every entry to a source. The hash names the exact file."
    >
      {lexicons.list.length === 0 ? (
        <Quiet>The lexicons of this run are named in run.json.</Quiet>
      ) : (
        <TableView
          name="lexicons"
          label="Lexicons"
          class="stack lexicons"
          head={['Lexicon', 'Family', 'Version', 'Entries', 'Met here', 'Markers', 'Licence', 'SHA-256']}
          numbers={[3, 4, 5]}
        >
          {lexicons.list.map((lexicon) => {
            const used = data.use.get(lexicon.id);
            return (
              <tr>
                <th scope="row">
                  {lexicon.id} <small>{lexicon.about}</small>
                </th>
                <td data-th="Family">{lexicon.family}</td>
                <td data-th="Version">{lexicon.version}</td>
                <td class="num" data-th="Entries">
                  {lexicon.entries.toLocaleString('en')}
                </td>
                <td class="num" data-th="Met here">
                  {used?.entries ?? 0}
                </td>
                <td class="num" data-th="Markers">
                  {used?.markers ?? 0}
                </td>
                <td data-th="Licence">{lexicon.licence}</td>
                <td data-th="SHA-256">
                  <code>{lexicon.hash.slice(0, 12)}</code>
                </td>
              </tr>
            );
          })}
        </TableView>
      )}
    </Block>
  );
}

function Formulas({ place, alarms }: { readonly place: Place; readonly alarms: readonly Measured[] }): VNode {
  return (
    <Block place={place} name="formulas" title="Formulas">
      <div class="prose">
        <h3>Rate</h3>
        <p class="formula">rate = 1,000 × hits ÷ words of that voice</p>
        <p>
          Every hit counts 1. The interval is the exact Poisson interval (Garwood 1936), 95 %. Fewer than 100
          words in a voice: counts, no rate.
        </p>
        <h3>Two texts</h3>
        <p class="formula">ratio = (hits₁ ÷ words₁) ÷ (hits₂ ÷ words₂)</p>
        <p>
          Exact conditional test of two Poisson rates; the interval of the ratio is by Clopper and Pearson
          (1934). It speaks of these two texts only.
        </p>
        <h3>Two groups of five or more articles</h3>
        <p>
          Log rate ratio with a variance that is robust to articles as clusters (linearised ratio estimator,
          Cochran 1977), t with n₁ + n₂ − 2 degrees of freedom: words of one article are not independent, so
          articles are what is counted as evidence. All p values of one grouping are adjusted together
          (Benjamini and Hochberg 1995); a difference is claimed only when q is below .05. Otherwise the
          report says “no detectable difference”.
        </p>
        {alarms.map((row) => (
          <p>
            <b>{row.task}</b>, {row.measure}: <b>{row.score}</b>, where {row.nominal} is the promise. Measured
            on {row.on}. {row.plain} {row.command ? <code>{row.command}</code> : null}
          </p>
        ))}
        <h3>Counted, not tested</h3>
        <p>
          What two accounts call a thing, how much they quote and whom, and how they introduce it is counted
          as it stands in the texts. Such sentences are marked as counted: they are true of these texts and
          claim nothing beyond them. A name is told from three uses on that another account, which names the
          thing at least twice, never makes; shares of quotations from ten points apart; introductions from
          three of at least five, twenty points apart.
        </p>
        <h3>A group without a hit</h3>
        <p>
          The ratio is then infinite, and no other deal of the articles can exceed it. So p is the larger of
          two exact ones. First, the permutation test over articles, counted in full and not sampled: of all
          deals of the articles to groups of these sizes, the share in which one side gets no article with a
          hit. Second, a binomial test with the articles that have hits as events and words as exposure,
          because a group of shorter articles has fewer occasions for a hit, which a deal of articles does not
          know. There is no interval.
        </p>
        <h3>Over time</h3>
        <p>
          Rates by year, month, week or day, the widest of these in which the dates fill at least four
          periods, for sources that fill four. Each band is the exact 95 % interval of its period; no line is
          fitted and no trend is claimed.
        </p>
        <h3>Which articles tell one event</h3>
        <p>
          What the input says stands. Else a text is a copy when at least 60 % of the five-word sequences are
          common (sketches of 128 hashes, Broder 1997); copies count once. The others are joined by average
          linkage when they were published within 3 days and the mean cosine similarity of their 60 most
          telling words is at least .12, or .20 where a date is missing.
        </p>
        <h3>Same fact</h3>
        <p>
          Two sentences of different accounts tell one fact when the weighted cosine of their telling words is
          at least .28 and they share five of these, at least three of them no names, roles or words that run
          through the whole event (a number counts as two), or when they have six words in a row in common,
          two of them such telling ones. Function words, dates and titles tell nothing. Events of up to 12
          accounts.
        </p>
        <h3>For or against</h3>
        <p>
          Each mention of a target is judged by a log-linear model over 166 readable features (who does what
          to whom, what its own noun phrase says of it, what is said of it, negation, contrast, the writer’s
          doubt) and over the weights of single words around it, held down more; AFINN (Nielsen 2011) is a
          fallback of low weight. Words for groups of people have no weight. All was fitted on 5,702 annotated
          news sentences; its score is macro-F1, the mean over against, neutral and for. In an article a
          mention speaks only where words that are tied to the target show it and the label has a chance of 60
          % or more. A clause counts once however often it names the target. Balance = (for − against) ÷
          clauses that speak, from −1 to 1, with the exact interval of Clopper and Pearson; fewer than three
          clauses that speak are too little to say. Two voices are compared by Fisher’s exact test, adjusted
          as above.
        </p>
        <h3>Words that set sources apart</h3>
        <p class="formula">z = δ ÷ √var(δ)</p>
        <p>
          Log-odds δ with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008); the prior of a
          word is 500 times its share in the run. Only the outlets’ own words; at least 5 uses, in 3 articles
          of the side that has more of it, and z still 1.645 or more without the article that uses it most.
          All words count in the figures; words of grammar, dates, titles, names of outlets, given names and
          parts of longer names (York of New York) are not listed.
        </p>
        <h3>Voices</h3>
        <p>
          Each word of running text has one voice: the outlet’s own, headline, quoted, or reported; the
          innermost quote wins. Bylines, date lines, page furniture and comments are not counted.
        </p>
      </div>
    </Block>
  );
}

function Cite({
  place,
  data,
  lexicons,
}: {
  readonly place: Place;
  readonly data: MethodData;
  readonly lexicons: ReportLexicons;
}): VNode {
  const list = lexicons.list
    .map((lexicon) => `${lexicon.id} ${lexicon.version} (${lexicon.hash.slice(0, 8)})`)
    .join(', ');
  const citation = `framescope ${place.site.version}${list ? `, lexicons ${list}` : ''}. Run over ${data.articles.toLocaleString('en')} articles, ${data.words.toLocaleString('en')} words; records in analysis.jsonl.`; // biome-ignore format: one sentence
  return (
    <Block
      place={place}
      name="cite"
      title="How to cite"
      intro="With the version and the hashes anyone can repeat the run and get the same bytes."
    >
      <pre class="citation">{citation}</pre>
      <button type="button" data-action="copy">
        Copy the citation
      </button>
    </Block>
  );
}
