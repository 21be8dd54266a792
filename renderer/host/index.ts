export {
  call,
  host,
  useConnection,
  useHost,
  useJobs,
  useQuery,
  type MethodInput,
  type MethodName,
  type MethodOutput,
} from './hooks.ts';
export { shell, type RemnantShell } from './shell.ts';
