/** What a machine ran out of, by what programs say then, and how it is mended. The first that fits is the cause of those after it. */
const SHORTAGES: readonly (readonly [said: RegExp, mend: string])[] = [
    [
        /no space left on device|disk quota exceeded|\b(ENOSPC|EDQUOT)\b/i,
        "make room on the disk: `df -h` shows which one is full, `./lab doctor` how much a lab needs",
    ],
    [
        /cannot allocate memory|out of memory|oom-?kill|\bENOMEM\b|exit (status|code) 137|signal: killed/i,
        "make room in memory, where that ran out: `free -m` shows what there is, `./lab doctor` how much a lab needs",
    ],
    [
        /cannot connect to (the|any) docker daemon|error during connect|is the docker daemon running|dial unix \S+: connect|connection reset by peer|unexpected EOF|: EOF$/im,
        "start the engine, where it stopped: systemctl start docker (`./lab doctor` says whether it answers)",
    ],
];

/** What is to be mended on the machine before anything else can succeed; undefined where nothing of the kind was said. */
export function mendFirst(said: string): string | undefined {
    return SHORTAGES.find(([pattern]) => pattern.test(said))?.[1];
}
