/** The global id that the API answers for something of ours. */
export const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64');
