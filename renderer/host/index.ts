export {
  call,
  host,
  useConnection,
  useHost,
  useJobs,
  usePerson,
  useQuery,
  useRefusal,
  type MethodInput,
  type MethodName,
  type MethodOutput,
} from './hooks.ts';
export { blobUrl, dropBlob, fetchBlob, isAdmitted, person, refusal, setSession } from './person.ts';
export { shell, type RemnantShell } from './shell.ts';
