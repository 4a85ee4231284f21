/**
 * The tables of the store (`out/framescope.duckdb`). The store is the seam between analysis and report: the stages
 * fill the base tables through `records`, `link.ts` and `compare.ts` fill the derived ones, and every CSV table and
 * page is made from them by SQL with a stated order. Column names are those of the CSV files.
 *
 * `speaker` is always the id over the run (`valery-gerasimov`), `local_speaker` the id within a record (`s1`).
 */
export const SCHEMA_VERSION = 5;

/** Filled article by article, in batches. */
export const BASE_TABLES = `
CREATE TABLE IF NOT EXISTS meta (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE IF NOT EXISTS runs (                         -- those that brought something new, the first one first
  run INTEGER, started VARCHAR, seconds DOUBLE, version VARCHAR, analysis_hash VARCHAR,
  articles INTEGER, analyzed INTEGER, kept INTEGER, dropped INTEGER, failed INTEGER
);
CREATE TABLE IF NOT EXISTS documents (
  id VARCHAR PRIMARY KEY, title VARCHAR, source VARCHAR, published VARCHAR, url VARCHAR, event VARCHAR,
  language VARCHAR, fields VARCHAR,                       -- JSON object of further fields
  words INTEGER, words_author INTEGER, words_headline INTEGER, words_quoted INTEGER, words_reported INTEGER,
  quotes INTEGER, speakers INTEGER, markers INTEGER,      -- counts
  opening VARCHAR,                                        -- first 160 characters of running text
  record VARCHAR,                                         -- the analysis record, JSON, as in analysis.jsonl
  content_hash VARCHAR,                                   -- of text, metadata and what the reader found
  analysis_hash VARCHAR,                                  -- of program, lexicons and settings that it was analyzed with
  input_hash VARCHAR,                                     -- of the file as it stands on disk, when it holds one article
  input VARCHAR,                                          -- JSON: what the analysis took that the record does not keep
  file VARCHAR,                                           -- where it was read, with the row where the file has rows
  problems VARCHAR                                        -- JSON array of what was unclear; NULL: nothing
);
CREATE TABLE IF NOT EXISTS document_speakers (
  document VARCHAR, local_speaker VARCHAR, name VARCHAR, kind VARCHAR, role VARCHAR, affiliation VARCHAR,
  names VARCHAR,                                          -- JSON array
  mentions INTEGER, speaker VARCHAR                       -- id over the run, set by link.ts
);
CREATE TABLE IF NOT EXISTS mentions (                     -- of speakers
  document VARCHAR, local_speaker VARCHAR, start INTEGER, "end" INTEGER, start_cp INTEGER, end_cp INTEGER, text VARCHAR
);
CREATE TABLE IF NOT EXISTS quotes (
  document VARCHAR, quote VARCHAR, start INTEGER, "end" INTEGER, start_cp INTEGER, end_cp INTEGER,
  text VARCHAR, form VARCHAR, "group" INTEGER, parent VARCHAR, cue VARCHAR, cue_category VARCHAR, mention VARCHAR,
  local_speaker VARCHAR, confidence DOUBLE, words INTEGER, sentence VARCHAR
);
CREATE TABLE IF NOT EXISTS markers (
  document VARCHAR, n INTEGER, start INTEGER, "end" INTEGER, start_cp INTEGER, end_cp INTEGER, text VARCHAR,
  lexicon VARCHAR, entry VARCHAR, family VARCHAR, category VARCHAR, weight INTEGER, voice VARCHAR,
  local_speaker VARCHAR, quote VARCHAR, negated BOOLEAN, scare BOOLEAN,
  lemma VARCHAR,                                          -- for attribution cues: lemma of the cue
  sentence VARCHAR
);
CREATE TABLE IF NOT EXISTS stances (
  document VARCHAR, n INTEGER, target VARCHAR, target_name VARCHAR, start INTEGER, "end" INTEGER,
  start_cp INTEGER, end_cp INTEGER, text VARCHAR, voice VARCHAR, local_speaker VARCHAR, polarity DOUBLE,
  label INTEGER, role VARCHAR, evidence VARCHAR,          -- evidence: the words that show it, ' | ' between
  sentence VARCHAR
);
CREATE TABLE IF NOT EXISTS voices (                       -- words by voice; quoted and reported also by speaker
  document VARCHAR, voice VARCHAR, local_speaker VARCHAR, words INTEGER
);
CREATE TABLE IF NOT EXISTS lemmas (                       -- author's voice, lower-cased lemmas of words, for keywords
  document VARCHAR, lemma VARCHAR, uses INTEGER
);
CREATE TABLE IF NOT EXISTS problems (
  file VARCHAR, document VARCHAR, code VARCHAR, message VARCHAR
);
`;

/** Made anew from the base tables after every run: by link.ts (speakers) and compare.ts (the others). */
export const DERIVED_TABLES = `
CREATE OR REPLACE TABLE speakers (
  speaker VARCHAR, name VARCHAR, kind VARCHAR, role VARCHAR, affiliation VARCHAR,
  names VARCHAR,                                          -- JSON array, sorted
  documents INTEGER, sources INTEGER, quotes INTEGER, words_quoted INTEGER, words_reported INTEGER,
  copies INTEGER                                          -- syndicated copies with this speaker, in no other count
);
CREATE OR REPLACE TABLE sources (
  source VARCHAR, documents INTEGER, words INTEGER, words_author INTEGER, words_headline INTEGER,
  words_quoted INTEGER, words_reported INTEGER, quotes INTEGER, speakers INTEGER,
  cues INTEGER, cues_neutral INTEGER, cues_distancing INTEGER, cues_endorsing INTEGER, cues_guilt INTEGER,
  cues_hostile INTEGER, "cues_counter-factive" INTEGER,   -- the attribution profile: shares are cues_x / cues
  copies INTEGER                                          -- syndicated copies of this source, in no other count
);
CREATE OR REPLACE TABLE scores (
  unit VARCHAR,                                           -- document, speaker, source, speaker_source, event_source
  id VARCHAR, event VARCHAR, source VARCHAR, speaker VARCHAR, voice VARCHAR, family VARCHAR, category VARCHAR,
  words INTEGER, hits INTEGER, mean_weight DOUBLE, rate DOUBLE, rate_low DOUBLE, rate_high DOUBLE, too_little BOOLEAN
);
CREATE OR REPLACE TABLE comparisons (
  "by" VARCHAR,                                           -- source, event, speaker, month, a field, or 'texts'
  a VARCHAR, b VARCHAR, voice VARCHAR, family VARCHAR, category VARCHAR,
  hits_a INTEGER, words_a INTEGER, articles_a INTEGER, hits_b INTEGER, words_b INTEGER, articles_b INTEGER,
  ratio DOUBLE, ratio_low DOUBLE, ratio_high DOUBLE, p DOUBLE, q DOUBLE,
  verdict VARCHAR                                         -- 'more', 'less', 'no detectable difference', 'too little text', 'counts only'
);
CREATE OR REPLACE TABLE trends (                        -- over time, for sources whose dates fill four periods
  width VARCHAR, period VARCHAR, source VARCHAR, voice VARCHAR, family VARCHAR, category VARCHAR,
  articles INTEGER, words INTEGER, hits INTEGER, rate DOUBLE, rate_low DOUBLE, rate_high DOUBLE
);
CREATE OR REPLACE TABLE keywords (
  "by" VARCHAR, a VARCHAR, b VARCHAR, lemma VARCHAR, z DOUBLE, log_ratio DOUBLE, g2 DOUBLE,
  uses_a INTEGER, uses_b INTEGER, articles_a INTEGER, articles_b INTEGER
);
CREATE OR REPLACE TABLE naming (                          -- concept x source x name
  concept VARCHAR, about VARCHAR, name VARCHAR, source VARCHAR, event VARCHAR, voice VARCHAR, speaker VARCHAR,
  uses INTEGER, scare INTEGER, example VARCHAR, example_document VARCHAR, example_start INTEGER,
  example_text VARCHAR,                                   -- the name as it stands there
  names_used INTEGER,                                     -- names that the same voice of this user has for the concept
  only_in_marks BOOLEAN                                   -- the source has this name in quote marks only
);
CREATE OR REPLACE TABLE stance_summary (                  -- unit x voice x target; a clause: a sentence that names the target
  unit VARCHAR,                                           -- document, source, speaker
  id VARCHAR, event VARCHAR, source VARCHAR, speaker VARCHAR,
  voice VARCHAR,                                          -- author, headline, own (both), quoted, reported
  target VARCHAR, target_name VARCHAR, mentions INTEGER, clauses INTEGER,
  speaking INTEGER, positive INTEGER, negative INTEGER,   -- clauses that speak: for or against
  mean_polarity DOUBLE,                                   -- over all clauses
  balance DOUBLE, balance_low DOUBLE, balance_high DOUBLE, -- (positive - negative) / speaking, from three clauses on
  verdict VARCHAR,                                        -- 'for', 'against', 'no clear side', 'too little to say'
  protagonist INTEGER, antagonist INTEGER, victim INTEGER
);
CREATE OR REPLACE TABLE stance_pairs (                    -- who is warmer to a target in its own words
  "by" VARCHAR,                                           -- texts (accounts of one event) or source
  event VARCHAR, target VARCHAR, target_name VARCHAR, a VARCHAR, b VARCHAR,
  positive_a INTEGER, negative_a INTEGER, positive_b INTEGER, negative_b INTEGER, p DOUBLE, q DOUBLE,
  verdict VARCHAR                                         -- 'a warmer', 'b warmer', 'no detectable difference', 'too little to say'
);
CREATE OR REPLACE TABLE events (
  document VARCHAR, event VARCHAR, given BOOLEAN,         -- given: the input named it; else found
  copy_of VARCHAR                                         -- a near-duplicate: the article that is counted
);
CREATE OR REPLACE TABLE facts (                         -- passages of several accounts of one event that tell the same thing
  event VARCHAR, fact INTEGER, document VARCHAR, start INTEGER, "end" INTEGER, text VARCHAR,
  voice VARCHAR, speaker VARCHAR                          -- whose words: the voice of most of it, and its speaker
);
CREATE OR REPLACE TABLE alerts (                          -- what the rules of framescope.yml found
  rule VARCHAR, message VARCHAR, unit VARCHAR, id VARCHAR, event VARCHAR, source VARCHAR, speaker VARCHAR,
  voice VARCHAR, family VARCHAR, category VARCHAR, words INTEGER, hits INTEGER,
  rate DOUBLE, rate_low DOUBLE, rate_high DOUBLE, above DOUBLE,
  concept VARCHAR, name VARCHAR, uses INTEGER, document VARCHAR -- for a name that is new since the run before
);
CREATE OR REPLACE TABLE changes (                         -- what is new since the run before
  thing VARCHAR, change VARCHAR,                          -- article: new, changed, dropped; speaker: new, gone; rate: up, down
  id VARCHAR, name VARCHAR, source VARCHAR, speaker VARCHAR, voice VARCHAR, family VARCHAR, category VARCHAR,
  rate_before DOUBLE, rate_low_before DOUBLE, rate_high_before DOUBLE, words_before INTEGER,
  rate_after DOUBLE, rate_low_after DOUBLE, rate_high_after DOUBLE, words_after INTEGER
);
CREATE OR REPLACE TABLE findings (                        -- the most telling findings, in words, best first
  rank INTEGER, scope VARCHAR,                            -- scope: 'run' or an event id
  sentence VARCHAR, certainty VARCHAR, a VARCHAR, b VARCHAR, voice VARCHAR, family VARCHAR, category VARCHAR
);
`;
