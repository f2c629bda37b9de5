/** Who works in a sandbox that root starts, and so whose the files of its workspace are: `nobody`. */
export const sandboxUser = 65534;
