/** Studies, series and files: what is there, and how it comes in. */
export { browse } from './browse.ts';
export { resample } from './deriveSeries.ts';
export { importPaths, startImport } from './import.ts';
export { joinOffers, joinSeries, separateSeries } from './joins.ts';
export { measurePhase } from './measurePhase.ts';
export { checkOriginals, sourceImages, type SourceImage } from './originals.ts';
export { importedFiles, importReport, listImports } from './reports.ts';
export { startSample } from './sample.ts';
export { dropSentFiles, keepSentFile } from './sentFiles.ts';
export { confirmPhase, getSeries, listSeries } from './series.ts';
