/** Places in a lesson's words → in Chinese. The name of a lab host is the same. */
const PLACES: readonly (readonly [RegExp, string])[] = [
    [/^lab host$/, "实验主机"],
    [/^the machine$/, "所在机器"],
    [/^container (\S+) on (\S+)$/, "$2 上的容器 $1"],
    [/^container (\S+)$/, "容器 $1"],
    [/^namespace (\S+)$/, "命名空间 $1"],
];

/** Where a student would type a command, in Chinese. */
export function whereInChinese(where: string): string {
    const [pattern, chinese] = PLACES.find(([known]) => known.test(where)) ?? [/$^/, where];
    return where.replace(pattern, chinese);
}
