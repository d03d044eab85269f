/** Every limit of the product, written once; a name ends with its unit. */

const KiB = 1024;
const MiB = 1024 * KiB;

/** Variants of one campaign, excluded cells included. */
export const VARIANTS_MAX = 100_000;
/** Characters (UTF-16 units) of a compiled prompt; the Videos wire allows 1–32,000. */
export const PROMPT_CHARS_MAX = 32_000;
export const CAMPAIGN_NAME_CHARS_MAX = 200;
/** A prompt's own key, and the name of a variable. */
export const PROMPT_KEY_CHARS_MAX = 200;

export const IMPORT_ROWS_MAX = 100_000;
export const IMPORT_COLUMNS_MAX = 64;
export const IMPORT_FIELD_CHARS_MAX = 32_000;
/** Import text sent inside a GraphQL mutation; larger files go through POST /uploads. */
export const IMPORT_INLINE_BYTES_MAX = 512 * KiB;
export const UPLOAD_BYTES_MAX = 256 * MiB;
/** A reference image; every send of a campaign carries it whole. */
export const REFERENCE_BYTES_MAX = 10 * MiB;
export const REFERENCE_NAME_CHARS_MAX = 200;

/** A side of a frame, pixels. */
export const SIDE_PIXELS_MIN = 64;
export const SIDE_PIXELS_MAX = 4_096;
/** The longest clip a model may offer. */
export const CLIP_SECONDS_MAX = 600;
/** The word a model has on the wire. */
export const MODEL_KEY_CHARS_MAX = 150;
export const MODEL_NAME_CHARS_MAX = 200;
/** Sizes, and lengths, of one model. */
export const MODEL_CHOICES_MAX = 32;

/** Largest provider output we accept. */
export const OUTPUT_BYTES_MAX = 512 * MiB;
export const REQUEST_BODY_BYTES_MAX = 1 * MiB;
export const WEBSOCKET_PAYLOAD_BYTES_MAX = 64 * KiB;

export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 1_000;

export const IDEMPOTENCY_KEY_CHARS_MAX = 255;
export const IDEMPOTENCY_TTL_HOURS = 24;

/** Life of a signed URL as answered by the API. */
export const SIGNED_URL_MINUTES = 60;

/** A price that nobody has checked for longer may have moved. */
export const PRICE_STALE_DAYS = 90;

/** A model that retires within so many days is worth a word. */
export const RETIREMENT_TOLD_DAYS = 60;
