import * as fc from "fast-check";

/** Text that does harm where it is pasted into something: a shell, a path, a terminal, a log, JavaScript, ssh's settings. */
export function hostileTexts(canary: string): string[] {
    const touch = `touch ${canary}`;
    return [
        `$(${touch})`,
        `\`${touch}\``,
        `a; ${touch}`,
        `a && ${touch}`,
        `a | ${touch}`,
        `a\n${touch}\n`,
        `' ; ${touch} ; '`,
        `" ; ${touch} ; "`,
        `a[$(${touch})]`,
        `>${canary}`,
        "${IFS}",
        "$HOME",
        "*",
        "~root",
        "../../../etc/passwd",
        "/etc/passwd",
        "..",
        "-rf",
        "--privileged",
        `-oProxyCommand=${touch}`,
        "%d/%h",
        "a\u0000b",
        "\u001b[2J\u001b[H",
        "\u001b]0;title\u0007",
        "\u009b31m",
        "a\r\nlab: all is well",
        "\u202egnp.exe",
        "te\u200bst1",
        "тест1",
        "８０",
        "\ud800",
        "__proto__",
        "constructor",
        "toString",
        '{"__proto__":1}',
        "[[[[[[",
        "x".repeat(5000),
        "1e3",
        "0x10",
        "-0",
        "NaN",
        " test1 ",
    ];
}

/** Any text, more often than not a hostile one. */
export function anyText(canary: string): fc.Arbitrary<string> {
    return fc.oneof(fc.constantFrom(...hostileTexts(canary)), fc.string(), fc.string({ unit: "binary" }));
}
