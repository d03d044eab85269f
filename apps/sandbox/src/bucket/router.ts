import { answerBucket, answerBuckets, createBucket, deleteBucket, patchBucket } from './bucket-routes.ts';
import type { Call, Deps } from './call.ts';
import { composeObjects } from './compose-objects.ts';
import { copyObject, moveObject, rewriteObject } from './copy-object.ts';
import { gcsErrors } from './gcs-error.ts';
import { answerList } from './list-objects.ts';
import { answerObject, deleteObject, patchObject } from './object-routes.ts';
import { cancelResumable, continueResumable } from './resumable-upload.ts';
import { startUpload } from './upload.ts';
import { routeXml, type Signer } from './xml-routes.ts';

/** Finds the work for one request: the JSON API, else a signed URL. Throws 501 for what this server does not know. */
export async function route(deps: Deps, call: Call, signer: Signer): Promise<void> {
  const [first, second, third, ...rest] = call.segments;
  if (first === 'storage' && second === 'v1' && third === 'b') return routeJson(deps, call, rest);
  if (first === 'download' && second === 'storage' && third === 'v1' && rest[0] === 'b') return routeJson(deps, call, rest.slice(1));
  if (first === 'upload' && second === 'storage' && third === 'v1' && rest[0] === 'b' && rest[2] === 'o') {
    return routeUpload(deps, call, rest[1] ?? '');
  }
  return routeXml(deps, call, signer);
}

async function routeUpload(deps: Deps, call: Call, bucket: string): Promise<void> {
  const session = call.query.get('upload_id');
  if (session === null) return call.method === 'POST' ? startUpload(deps, call, bucket) : Promise.reject(unknownRoute(call));
  if (call.method === 'PUT' || call.method === 'POST') return continueResumable(deps, call, session);
  if (call.method === 'DELETE') return cancelResumable(deps, call, session);
  throw unknownRoute(call);
}

async function routeJson(deps: Deps, call: Call, path: string[]): Promise<void> {
  const [bucket, kind, name, verb, ...target] = path;
  if (bucket === undefined) {
    if (call.method === 'GET') return answerBuckets(deps, call);
    if (call.method === 'POST') return createBucket(deps, call);
  } else if (kind === undefined) {
    return routeBucket(deps, call, bucket);
  } else if (kind === 'o' && name === undefined) {
    if (call.method === 'GET') return answerList(deps, call, bucket);
  } else if (kind === 'o' && name !== undefined) {
    if (verb === undefined) return routeObject(deps, call, bucket, name);
    if (call.method === 'POST') return routeVerb(deps, call, { bucket, name }, [verb, ...target]);
  }
  throw unknownRoute(call);
}

async function routeBucket(deps: Deps, call: Call, bucket: string): Promise<void> {
  if (call.method === 'GET') return answerBucket(deps, call, bucket);
  if (call.method === 'PATCH' || call.method === 'PUT') return patchBucket(deps, call, bucket);
  if (call.method === 'DELETE') return deleteBucket(deps, call, bucket);
  throw unknownRoute(call);
}

async function routeObject(deps: Deps, call: Call, bucket: string, name: string): Promise<void> {
  if (call.method === 'GET') return answerObject(deps, call, bucket, name);
  if (call.method === 'PATCH' || call.method === 'PUT') return patchObject(deps, call, bucket, name);
  if (call.method === 'DELETE') return deleteObject(deps, call, bucket, name);
  throw unknownRoute(call);
}

async function routeVerb(deps: Deps, call: Call, from: { bucket: string; name: string }, path: string[]): Promise<void> {
  const [verb, first, second, third, fourth] = path;
  if (verb === 'compose') return composeObjects(deps, call, from.bucket, from.name);
  if (verb === 'moveTo' && first === 'o') return moveObject(deps, call, from, second ?? '');
  if (first === 'b' && third === 'o') {
    const to = { bucket: second ?? '', name: fourth ?? '' };
    if (verb === 'rewriteTo') return rewriteObject(deps, call, from, to);
    if (verb === 'copyTo') return copyObject(deps, call, from, to);
  }
  throw unknownRoute(call);
}

const unknownRoute = (call: Call) => gcsErrors.unsupported(`This bucket server does not know ${call.method} ${call.request.url}.`);
