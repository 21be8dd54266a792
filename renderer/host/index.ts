export { call, host, useConnection, useJobs, usePerson, useQuery, useRefusal, type MethodInput } from './hooks.ts';
export { blobUrl, dropBlob, fetchBlob, isAdmitted, person, setSession } from './person.ts';
export { shell } from './shell.ts';
