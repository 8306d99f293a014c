import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { packDigests } from '@tintype/store';

import { belongsTo, layOutShards as layOut } from './lay-out-shards.ts';

/** With ids for rows. */
function layOutShards(ids: readonly string[], maxRows: number) {
  const list = packDigests(ids);
  return layOut(list, maxRows).map(({ name, rows }) => ({
    name,
    ids: Array.from(rows, (row) => list.at(row)),
  }));
}

const idOf = (i: number) => createHash('sha256').update(String(i)).digest('hex');
const ids = Array.from({ length: 500 }, (_, i) => idOf(i));

describe('the layout of shards', () => {
  it('holds every id once, in shards of at most the wanted size', () => {
    const layout = layOutShards(ids, 16);
    expect(layout.flatMap((shard) => shard.ids)).toEqual([...ids].sort());
    expect(Math.max(...layout.map((shard) => shard.ids.length))).toBeLessThanOrEqual(16);
  });

  it('does not depend on the order of the ids', () => {
    expect(layOutShards([...ids].reverse(), 16)).toEqual(layOutShards(ids, 16));
  });

  it('names a shard by the bits that its ids begin with', () => {
    for (const { name, ids: members } of layOutShards(ids, 16))
      for (const id of members) {
        const bits = [...id].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
        expect(bits.startsWith(name)).toBe(true);
      }
  });

  it('tells by its name which shard holds an id', () => {
    const layout = layOutShards(ids, 16);
    for (const id of ids) {
      const holding = layout.filter(({ name }) => belongsTo(id, name));
      expect(holding.map(({ ids: members }) => members.some((member) => member === id))).toEqual([true]);
    }
    expect(belongsTo(idOf(7), 'all')).toBe(true);
  });

  it('changes one shard, or splits one into two or more, when an id is added', () => {
    const before = new Set(layOutShards(ids, 16).map((shard) => JSON.stringify(shard)));
    const after = layOutShards([...ids, idOf(1000)], 16).map((shard) => JSON.stringify(shard));
    const changed = after.filter((shard) => !before.has(shard));
    expect(changed.length).toBeGreaterThanOrEqual(1);
    expect(changed.flatMap((shard) => JSON.parse(shard).ids).length).toBeLessThanOrEqual(17);
  });

  it('is one shard called all while the ids fit, and none without ids', () => {
    expect(layOutShards(ids.slice(0, 16), 16).map(({ name }) => name)).toEqual(['all']);
    expect(layOutShards([], 16)).toEqual([]);
  });

  it('takes the first of equal ids, and those that are wanted', () => {
    const list = packDigests([idOf(1), idOf(1), idOf(2)]);
    expect(layOut(list, 16).map(({ rows }) => [...rows].sort())).toEqual([[0, 2]]);
    expect(layOut(list, 16, (row) => row > 0).map(({ rows }) => [...rows].sort())).toEqual([[1, 2]]);
  });
});
