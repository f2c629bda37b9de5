import { changesOf } from "#agents-schema/changes-of.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { diffFile, type FileDiff } from "./diff-file.ts";
import { code, codeBlock } from "./mrkdwn.ts";
import { section } from "./slack-blocks.ts";
import { slackLimits } from "./slack-limits.ts";

/** Room that Slack leaves for the blocks of one view, below its limit for the whole payload. */
const maxBytes = slackLimits.viewBytes - 20_000;

/** The whole diff of what is proposed, as far as a modal can hold it; it says what it leaves out. */
export function diffModal(effects: readonly StoredEffect[]): object {
  const diffs = effects.flatMap(({ effect }) => changesOf(effect).map(diffFile));
  const blocks: object[] = [];
  let bytes = 0;
  let left = 0;
  for (const block of diffs.flatMap(fileBlocks)) {
    const size = Buffer.byteLength(JSON.stringify(block.block));
    if (left > 0 || blocks.length >= slackLimits.viewBlocks - 1 || bytes + size > maxBytes) {
      left += block.lines;
      continue;
    }
    bytes += size;
    blocks.push(block.block);
  }
  if (left > 0) {
    blocks.push(section(`*Shortened:* ${left} more lines. The run page shows all of it.`));
  }
  return {
    type: "modal",
    title: { type: "plain_text", text: "Proposed changes", emoji: false },
    close: { type: "plain_text", text: "Close", emoji: false },
    blocks: blocks.length > 0 ? blocks : [section("No file is changed by this.")],
  };
}

function fileBlocks({ path, status, lines, added, removed }: FileDiff) {
  const head = {
    block: section(`${code(path, 300)} ${status} · +${added} −${removed}`),
    lines: 0,
  };
  return [
    head,
    ...chunks(lines).map((chunk) => ({
      block: section(codeBlock(chunk.join("\n"), slackLimits.section)),
      lines: chunk.length,
    })),
  ];
}

/** Whole lines, as many as one section holds after escaping; a line longer than that stands alone, cut. */
function chunks(lines: readonly string[]): string[][] {
  const all: string[][] = [];
  let length: number = slackLimits.section;
  for (const line of lines) {
    const cost = codeBlock(line, slackLimits.section).length - 5;
    if (length + cost > slackLimits.section - 100) {
      all.push([]);
      length = 0;
    }
    all.at(-1)?.push(line);
    length += cost;
  }
  return all;
}
