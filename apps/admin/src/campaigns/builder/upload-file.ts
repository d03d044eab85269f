interface UploadAnswer {
  uploadId?: string;
  errors?: readonly { message: string }[];
}

/** Sends the bytes of a file to the server; answers the name it has there, or in words why it was not taken. */
export async function uploadFile(file: File, contentType: string): Promise<{ uploadId: string } | { refused: string }> {
  try {
    const answer = await fetch(`/uploads?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: file,
    });
    const { uploadId, errors } = (await answer.json()) as UploadAnswer;
    return uploadId === undefined ? { refused: errors?.[0]?.message ?? 'The server did not take the file. Try again.' } : { uploadId };
  } catch {
    return { refused: 'The server can not be reached, or the file changed while it was read. Try again.' };
  }
}
