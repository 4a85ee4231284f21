/** What is new since the run before? */
import type { VNode } from 'preact';
import { Block, count, Quiet, TableView } from '../components.js';
import type { ChangeCount, ChangeRow } from '../data.js';
import { categoryName, VOICE_NAMES } from '../forms.js';
import type { Place } from '../site.js';

export interface ChangesData {
  readonly counts: readonly ChangeCount[];
  /** The first of each thing. */
  readonly rows: readonly ChangeRow[];
}

const THINGS = [
  ['article', 'Articles'],
  ['speaker', 'Speakers'],
] as const;

export function ChangesPage({ place, data }: { readonly place: Place; readonly data: ChangesData }): VNode {
  const of = (thing: string) => data.rows.filter((row) => row.thing === thing);
  const rates = of('rate');
  if (allNew(place, data)) {
    return (
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">Changes</p>
          <h1 id={place.id('h')}>Everything in this run is new</h1>
          <p class="answer">
            It is the first run into this folder, or nothing of the run before is left:{' '}
            {told(data, 'article')}, {told(data, 'speaker')}. After the next run, what has come, gone or
            changed stands here; all rows stand in <code>csv/changes.csv</code>.
          </p>
        </div>
      </section>
    );
  }
  return (
    <>
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">Changes</p>
          <h1 id={place.id('h')}>What is new since the run before</h1>
          <p class="answer">
            Of the last run that brought something new; all rows stand in <code>csv/changes.csv</code>.
          </p>
        </div>
      </section>
      {THINGS.map(([thing, title]) => (
        <Block place={place} name={thing} title={title}>
          <Rows place={place} name={thing} label={title} rows={of(thing)} counts={data.counts} />
        </Block>
      ))}
      <Block
        place={place}
        name="rates"
        title="Rates that moved"
        intro="Hits per 1,000 words that lie outside of the 95 % interval which they had in the run before. Intervals are unadjusted: of many rates, a few leave theirs by chance."
      >
        {rates.length === 0 ? (
          <Quiet>None left its interval.</Quiet>
        ) : (
          <TableView
            name="changes-rates"
            label="Rates that moved"
            head={['Of', 'Voice', 'Category', 'Before', 'Interval', 'Now']}
            numbers={[3, 5]}
          >
            {rates.map((row) => (
              <tr>
                <th scope="row">{row.name ?? row.id}</th>
                <td>{VOICE_NAMES[row.voice ?? ''] ?? row.voice}</td>
                <td>{categoryName(row.family ?? '', row.category ?? '')}</td>
                <td class="num">{row.before}</td>
                <td>
                  {row.low} to {row.high}
                </td>
                <td class="num">{row.now}</td>
              </tr>
            ))}
          </TableView>
        )}
        <More thing="rate" shown={rates.length} counts={data.counts} />
      </Block>
    </>
  );
}

/** A list of everything would tell nothing: the articles are all new, and nothing else has changed. */
function allNew({ site }: Place, { counts, rows }: ChangesData): boolean {
  const articles = counts.find((one) => one.thing === 'article' && one.change === 'new');
  return articles?.n === site.articles.size && [...counts, ...rows].every(({ change }) => change === 'new');
}

const told = ({ counts }: ChangesData, thing: string) =>
  count(counts.find((one) => one.thing === thing)?.n ?? 0, thing);

function Rows(props: {
  readonly place: Place;
  readonly name: string;
  readonly label: string;
  readonly rows: readonly ChangeRow[];
  readonly counts: readonly ChangeCount[];
}): VNode {
  const { place, name, label, rows, counts } = props;
  if (rows.length === 0) return <Quiet>Nothing has changed.</Quiet>;
  const { articles, speakers } = place.site;
  const pageOf = (id: string) => (name === 'article' ? articles : speakers).get(id);
  return (
    <>
      <p>
        {counts
          .filter((one) => one.thing === name)
          .map((one) => `${one.n} ${one.change}`)
          .join(', ')}
        .
      </p>
      <TableView
        name={`changes-${name}`}
        label={label}
        head={name === 'article' ? ['Change', 'Article', 'Source'] : ['Change', 'Speaker']}
      >
        {rows.map((row) => {
          const page = pageOf(row.id);
          return (
            <tr>
              <td>{row.change}</td>
              <th scope="row">
                {page ? <a href={place.href(page)}>{row.name ?? row.id}</a> : (row.name ?? row.id)}
              </th>
              {name === 'article' ? <td>{row.source}</td> : null}
            </tr>
          );
        })}
      </TableView>
      <More thing={name} shown={rows.length} counts={counts} />
    </>
  );
}

function More(props: {
  readonly thing: string;
  readonly shown: number;
  readonly counts: readonly ChangeCount[];
}): VNode | null {
  const hidden = props.counts.find((one) => one.thing === props.thing && one.all > props.shown);
  return hidden ? (
    <Quiet>
      Shown are {props.shown} of {hidden.all}; all stand in csv/changes.csv.
    </Quiet>
  ) : null;
}
