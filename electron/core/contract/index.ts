/** The contract between window and host: everything either side may ask of the other. */
import { accounts } from './accounts.ts';
import { app } from './app.ts';
import { audit } from './audit.ts';
import type * as define from './define.ts';
import { backupService } from './backup.ts';
import { exportsService } from './exports.ts';
import { jobs } from './jobs.ts';
import { library } from './library.ts';
import { modelsService } from './models.ts';
import { packageService } from './package.ts';
import { readingsService } from './readings.ts';
import { results } from './results.ts';
import { segmentationService } from './segmentation.ts';
import { settingsService } from './settings.ts';
import { trial } from './trial.ts';

export const contract = {
  app,
  accounts,
  jobs,
  library,
  segmentation: segmentationService,
  readings: readingsService,
  models: modelsService,
  trial,
  results,
  exports: exportsService,
  package: packageService,
  audit,
  backup: backupService,
  settings: settingsService,
} as const satisfies define.Contract;

export type RemnantContract = typeof contract;
export type HostClient = define.Client<RemnantContract>;
export type HostHandlers = define.Handlers<RemnantContract>;
export type HostEmit = define.Emit<RemnantContract>;
export type HostListen = define.Listen<RemnantContract>;
export type HostEventName = define.EventName<RemnantContract>;
