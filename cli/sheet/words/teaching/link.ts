import { link as lesson } from "../../../../components/lessons/link";
import { ANSWERED } from "../../../../components/lib/checks";
import { taught } from "../teaching-text";
import { addressOf, exactly, free, imageOf } from "./free";
import { LINK } from "./legacy";

export const link = taught<typeof lesson>((options) => {
    const { test1, test2 } = options.names;
    const busybox = imageOf("busybox", options);
    const guest = free("guest", options);
    const own = free("own", options);
    const answered = new RegExp(ANSWERED);

    const alias = `docker run --rm --link ${test1}:db ${busybox} grep -w db /etc/hosts`;

    const entry = `docker exec ${test2} grep -w ${test1} /etc/hosts`;
    const stop = `docker stop -t 1 ${test1}`;
    const take = `docker run -d --name ${guest} ${busybox} sleep 600`;
    const start = `docker start ${test1}`;
    const remove = `docker rm -f ${guest}`;

    const create = `docker network create ${own}`;
    const connect = (name: string) => `docker network connect ${own} ${name}`;
    const back = `docker exec ${test1} ping -c 1 ${test2}`;
    const disconnect = (name: string) => `docker network disconnect ${own} ${name}`;
    const removeNetwork = `docker network rm ${own}`;
    return {
        goal: [
            {
                en: "On the default bridge, `--link` gives one container the name of another one: a line in its /etc/hosts.",
                zh: "在默认网桥上，`--link` 让一个容器得到另一个容器的名称：就是它的 /etc/hosts 里的一行。",
            },
            {
                en: "A link goes one way, and is made when the container is made: it cannot be added later.",
                zh: "link 是单向的，并且在创建容器时就确定了：以后不能再添加。",
            },
            {
                en: "It is legacy: networks of one's own have names for all their containers, both ways.",
                zh: "它是遗留功能：自定义网络为网络上的所有容器提供名称，两个方向都有效。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `A link can give the other container a name that it does not have: \`${alias}\`. What is in that line?`,
                    zh: `link 可以给对方容器起一个它本来没有的名称：\`${alias}\`。这一行里有什么？`,
                },
                answer: {
                    en: `The address of ${test1}, the name \`db\`, and behind it the container's id and its own name. So a program can ask for \`db\` whatever the container is called; on a network of one's own \`--network-alias\` does the same.`,
                    zh: `有 ${test1} 的地址、名称 \`db\`，后面还有容器的 ID 和它自己的名称。这样，不论容器叫什么，程序都可以用 \`db\` 找到它；在自定义网络上，\`--network-alias\` 有同样的作用。`,
                },
                commands: [{ command: alias, shows: new RegExp(`^[0-9.]+\\s+db [0-9a-f]+ ${exactly(test1)}$`) }],
            },
            {
                task: {
                    en: `Does the line follow when ${test1} gets another address? Look at it (\`${entry}\`), stop ${test1} (\`${stop}\`), let another container take its address (\`${take}\`), start it again (\`${start}\`), and look once more.`,
                    zh: `${test1} 的地址变了，这一行会跟着变吗？先查看它（\`${entry}\`），停止 ${test1}（\`${stop}\`），让另一个容器占用它的地址（\`${take}\`），再启动它（\`${start}\`），然后再看一次。`,
                },
                answer: {
                    en: `It does: \`${addressOf(test1)}\` prints a new address, and the line has it, because Docker writes the line anew when the linked container starts. The variables that a link sets are not: they stay as they were. \`${remove}\` removes the other container.`,
                    zh: `会：\`${addressOf(test1)}\` 显示新的地址，这一行里也是它，因为被链接的容器启动时，Docker 会重写这一行。link 设置的环境变量则不会更新，仍是原来的值。\`${remove}\` 会删除那个容器。`,
                },
                commands: [
                    { command: entry },
                    { command: stop },
                    { command: take },
                    { command: start },
                    {
                        command: addressOf(test1),
                        shows: ([before]) => new RegExp(`^(?!${addressIn(before)}$)[0-9.]+$`),
                    },
                    { command: entry, shows: (earlier) => new RegExp(`^${addressIn(earlier[4])}\\s`) },
                ],
                undo: [{ command: remove }],
            },
            {
                task: {
                    en: `Replace the link: \`${create}\`, then \`${connect(test1)}\` and \`${connect(test2)}\`, while both run. Does the way back work now: \`${back}\`?`,
                    zh: `替换 link：\`${create}\`，然后在两个容器都运行时执行 \`${connect(test1)}\` 和 \`${connect(test2)}\`。现在反方向能用吗：\`${back}\`？`,
                },
                answer: {
                    en: `It is answered: on a network of one's own Docker's DNS server knows both names, and nothing had to be started anew. Back to the link: \`${disconnect(test1)}\`, \`${disconnect(test2)}\`, \`${removeNetwork}\`.`,
                    zh: `有应答：在自定义网络上，Docker 的 DNS 服务器认识两个名称，而且不需要重新启动任何容器。恢复原状：\`${disconnect(test1)}\`、\`${disconnect(test2)}\`、\`${removeNetwork}\`。`,
                },
                commands: [
                    { command: create },
                    { command: connect(test1) },
                    { command: connect(test2) },
                    { command: back, shows: answered },
                ],
                undo: [
                    { command: disconnect(test1) },
                    { command: disconnect(test2) },
                    { command: removeNetwork, shows: new RegExp(`^${own}$`) },
                ],
            },
        ],
        legacy: [
            LINK,
            {
                old: {
                    en: "The variables of a link (such as `DB_PORT`) in the environment: deprecated in Docker 28.4, and no longer set by default since 29.",
                    zh: "link 在环境变量里设置的值（例如 `DB_PORT`）：Docker 28.4 起弃用，29 起默认不再设置。",
                },
                now: {
                    en: "Names by DNS, and variables that one sets oneself (`-e`).",
                    zh: "用 DNS 解析名称，需要的环境变量自己设置（`-e`）。",
                },
            },
        ],
    };
});

/** The address that a line of /etc/hosts begins with, as a regular expression. */
function addressIn(line = ""): string {
    return exactly(line.split(/\s/)[0]!);
}
