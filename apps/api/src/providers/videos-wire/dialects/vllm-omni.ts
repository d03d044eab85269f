import { multipartBody } from '../create-body.ts';
import { COMMON_WORDS, commonFields, type Dialect, NOT_KNOWN, referenceDataUrl, referenceFile } from './dialect.ts';

/** A text field of a form may have no more there (source: `max_part_size` of starlette's MultiPartParser). */
const TEXT_FIELD_BYTES_MAX = 1024 * 1024;

/**
 * vLLM-Omni 0.26: forms only, a reference image as JSON in the text field `image_reference` (one too large for a text field as the file
 * `input_reference`), sound on request, and a delete that aborts a running job (source: vllm_omni/entrypoints/openai/protocol/videos.py and
 * its examples/online_serving/image_to_video).
 */
export const vllmOmni: Dialect = {
  name: 'vllm-omni',
  capabilities: {
    lists: true,
    listEchoesPrompt: true,
    listIsAuthoritative: true,
    removes: true,
    removesWhileRunning: true,
    switchesAudio: true,
    takesReference: true,
    ...NOT_KNOWN,
  },
  createBody({ reference, ...request }) {
    const fields = { ...commonFields(request), generate_sound: String(request.audio) };
    if (!reference) return multipartBody(fields);
    const image_reference = JSON.stringify({ image_url: referenceDataUrl(reference) });
    return image_reference.length <= TEXT_FIELD_BYTES_MAX
      ? multipartBody({ ...fields, image_reference })
      : multipartBody(fields, referenceFile(reference));
  },
  statusWords: COMMON_WORDS,
  listQuery: {},
  echoesId: true,
  isCreateId: () => true,
};
