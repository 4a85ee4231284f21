/** A page for every speaker that has one. */
import * as data from '../data.js';
import * as stance from '../data-stance.js';
import type { PageContent } from '../page.js';
import { SpeakerPage } from '../pages/speakers.js';
import { placeOf } from '../site.js';
import type { Context } from './context.js';
import { MOST_SENTENCES } from './events.js';

/** Taken from the store at a time: queries cost more than rows. */
const SPEAKER_BATCH = 200;
/** Of one speaker. */
const MOST_QUOTES = 60;
const MOST_SILENT = 12;

export async function* speakerPages({ query, site }: Context): AsyncGenerator<PageContent> {
  const ids = [...site.speakers.keys()];
  for (let i = 0; i < ids.length; i += SPEAKER_BATCH) {
    const batch = ids.slice(i, i + SPEAKER_BATCH);
    const by = <T extends { speaker: string }>(rows: T[]) => data.groupBy(rows, (row) => row.speaker);
    const introductions = by(await data.introductions(query, batch));
    const quotes = by(await data.quotesOfSpeakers(query, batch, MOST_QUOTES));
    const markers = by(await data.markersOfSpeakers(query, batch));
    const stances = data.groupBy(await stance.stancesOf(query, 'speaker', batch), (row) => row.of);
    const sentences = data.groupBy(
      await stance.stanceSentences(query, 'speaker', batch, MOST_SENTENCES),
      (row) => row.of,
    );
    const rates = data.groupBy(await data.rates(query, 'speaker', batch), (row) => row.of);
    const silent = by(await data.silentSources(query, batch));
    for (const speaker of await data.speakersById(query, batch)) {
      const key = site.speakers.get(speaker.speaker)!;
      const own = introductions.get(speaker.speaker) ?? [];
      const body = (
        <SpeakerPage
          place={placeOf(site, key)}
          data={{
            speaker,
            introductions: own,
            quotes: quotes.get(speaker.speaker) ?? [],
            markers: markers.get(speaker.speaker) ?? [],
            stances: stances.get(speaker.speaker) ?? [],
            sentences: sentences.get(speaker.speaker) ?? [],
            rates: rates.get(speaker.speaker) ?? [],
            silent: (silent.get(speaker.speaker) ?? []).map((row) => row.source).slice(0, MOST_SILENT),
          }}
        />
      );
      yield { key, title: speaker.name, body };
    }
  }
}
