// Writes typings.txt (JSON, a line for each type): what the typings of @pulumi/docker promise, in a form that a Go test can read.
//
//     node toolchain/docker/testdata/summarise-typings.mjs > toolchain/docker/testdata/typings.txt
//
// A type is written as in TypeScript, less the wrappers: "string", "number[]", "{string}" for a map, the name of a nested
// type, and a question mark at the end where the value may be missing.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const ts = require("typescript");
const root = path.dirname(require.resolve("@pulumi/docker/package.json"));

const parse = (file) =>
    ts.createSourceFile(file, fs.readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true);

/** The written form of a type node; `Input`, `Output` and `| undefined` fall away. */
function write(node) {
    if (ts.isUnionTypeNode(node)) {
        const rest = node.types.filter((t) => t.kind !== ts.SyntaxKind.UndefinedKeyword);
        const optional = rest.length < node.types.length ? "?" : "";
        return rest.map((t) => write(t).replace(/\?$/, "")).join(" | ") + optional;
    }
    if (ts.isTypeReferenceNode(node)) {
        const name = node.typeName.getText();
        return /^pulumi\.(Input|Output)$/.test(name)
            ? write(node.typeArguments[0])
            : name.replace(/^(inputs|outputs|enums)\./, "");
    }
    if (ts.isArrayTypeNode(node)) return `${write(node.elementType).replace(/\?$/, "")}[]`;
    if (ts.isParenthesizedTypeNode(node)) return write(node.type);
    if (ts.isTypeLiteralNode(node)) return `{${write(node.members[0].type).replace(/\?$/, "")}}`;
    return node.getText();
}

/** The properties of an interface or a class, in order. */
function properties(node) {
    const result = {};
    for (const member of node.members) {
        if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) continue;
        const type = write(member.type);
        result[member.name.getText()] = member.questionToken && !type.endsWith("?") ? `${type}?` : type;
    }
    return result;
}

const declarations = (file, test) =>
    Object.fromEntries(
        parse(file)
            .statements.filter(test)
            .map((n) => [n.name.text, n]),
    );
const interfaces = (file) => declarations(file, ts.isInterfaceDeclaration);
const types = (file) => Object.fromEntries(Object.entries(interfaces(file)).map(([name, n]) => [name, properties(n)]));

const summary = { package: "", provider: {}, resources: {}, functions: {}, inputTypes: {}, outputTypes: {} };
summary.package = `@pulumi/docker ${require("@pulumi/docker/package.json").version}`;
for (const file of fs.readdirSync(root).filter((f) => f.endsWith(".d.ts"))) {
    const module = path.basename(file, ".d.ts");
    const shapes = interfaces(file);
    for (const [name, node] of Object.entries(declarations(file, ts.isClassDeclaration))) {
        const base = node.heritageClauses?.[0].types[0].getText();
        const inputs = shapes[`${name}Args`] && properties(shapes[`${name}Args`]);
        if (base === "pulumi.ProviderResource") summary.provider = { inputs };
        if (base !== "pulumi.CustomResource") continue;
        summary.resources[`docker:index/${module}:${name}`] = { inputs, outputs: properties(node) };
    }
    if (!declarations(file, ts.isFunctionDeclaration)[module]) continue;
    const title = module[0].toUpperCase() + module.slice(1);
    if (!shapes[`${title}Result`]) continue;
    const given = shapes[`${title}Args`];
    summary.functions[`docker:index/${module}:${module}`] = {
        inputs: given ? properties(given) : {},
        outputs: properties(shapes[`${title}Result`]),
    };
}
summary.inputTypes = types("types/input.d.ts");
summary.outputTypes = types("types/output.d.ts");

// One line for each resource, function and type, so that a new version of the package makes a readable difference.
const rows = (table) =>
    `{\n${Object.entries(table)
        .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
        .join(",\n")}\n  }`;
const parts = Object.entries(summary).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${typeof value === "string" ? JSON.stringify(value) : rows(value)}`,
);
process.stdout.write(`{\n${parts.join(",\n")}\n}\n`);
