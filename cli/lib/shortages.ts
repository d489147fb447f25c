/** What a machine ran out of, by what programs say then, and how it is mended. The first that fits is the cause of those after it. */
const SHORTAGES: readonly (readonly [said: RegExp, mend: string])[] = [
    [
        /no space left on device|disk quota exceeded|\b(ENOSPC|EDQUOT)\b/i,
        "make room on the disk: `df -h` shows which one is full (a lab host's own, where `limits.disk` gives it one: ./lab shell STACK), " +
            "`./lab doctor` how much a lab needs",
    ],
    [
        /cannot allocate memory|out of memory|oom-?kill|\bENOMEM\b|exit (status|code) 137|signal: killed/i,
        "make room in memory, where that ran out: `free -m` shows what there is, `./lab doctor` how much a lab needs",
    ],
    [
        // Of a lab host's engine, which is root's in its folder: it ends with its lab host, and comes again with it.
        /(docker-network-labs(\/|%2F)\S+docker\.sock\b[^]*?(: EOF$|is the docker daemon running|connection (refused|reset))|dial unix \S+docker-network-labs\S+: connect)/im,
        "give the lab host more memory, where `limits` holds it to too little: pulumi config set --path limits.memory 1g --stack STACK; " +
            "`./lab up STACK`, where somebody stopped it; or start the machine's engine, where that stopped: systemctl start docker",
    ],
    [
        /machine \S+ (does not answer|cannot be reached) \(/,
        "start that machine or its engine, or mend what it says; where it is gone for longer, `seats: 0` in hosts moves its seats to the others " +
            "(./lab class preview shows that)",
    ],
    [
        /cannot connect to (the|any) docker daemon|error during connect|is the docker daemon running|dial unix \S+: connect|connection reset by peer|unexpected EOF|: EOF$/im,
        "start the engine, where it stopped: systemctl start docker (`./lab doctor` says whether it answers, and has memory for a lab)",
    ],
];

/** What is to be mended on the machine before anything else can succeed; undefined where nothing of the kind was said. */
export function mendFirst(said: string, stack = "STACK"): string | undefined {
    return SHORTAGES.find(([pattern]) => pattern.test(said))?.[1].replaceAll("STACK", stack);
}
