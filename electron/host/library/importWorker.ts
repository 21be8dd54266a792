/** Reads files away from the host's thread: headers of several, or one as a whole. */
import { serveTasks } from '../jobs/serveTasks.ts';
import { ingestFile, type Ingested, type IngestTask } from './ingestFile.ts';
import { scanHeaders, type ScannedHeader, type ScanTask } from './scanHeader.ts';

serveTasks((task: ScanTask | IngestTask): Promise<ScannedHeader[] | Ingested> =>
  'files' in task ? scanHeaders(task) : ingestFile(task),
);
