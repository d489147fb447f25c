import { flaskRedis as lesson, serverImage } from "../../../../components/lessons/flask-redis";
import { taught } from "../teaching-text";
import { exactly, free, freePort, imageOf } from "./free";
import { LINK } from "./legacy";

export const flaskRedis = taught<typeof lesson>((options) => {
    const { "redis-server": redis, "flask-redis": flask } = options.names;
    const port = options.ports["flask-redis"];
    const curl = (at: number) => `curl -sS -m 5 http://127.0.0.1:${at}/`;

    const restart = `docker restart -t 1 ${flask}`;
    const set = `docker exec ${redis} redis-cli set hits 100`;

    const [stop, start] = [`docker stop -t 1 ${redis}`, `docker start ${redis}`];
    const status = `curl -sS -m 5 -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:${port}/`;

    const other = freePort(5001, options);
    const [app, store, server] = [free("app", options), free("store", options), free("server", options)];
    const create = `docker network create ${app}`;
    const runStore = `docker run -d --name ${store} --network ${app} ${imageOf("redis", options)}`;
    const runServer = `docker run -d --name ${server} --network ${app} -e REDIS_HOST=${store} -p ${other}:5000 ${serverImage(options)}`;
    const [removeBoth, removeNetwork] = [`docker rm -f ${server} ${store}`, `docker network rm ${app}`];
    return {
        goal: [
            {
                en: "An app is often several containers: here one answers requests, and one keeps the data.",
                zh: "一个应用常由多个容器组成：这里一个负责应答请求，一个负责保存数据。",
            },
            {
                en: `The app is told by its environment where redis is (\`REDIS_HOST=${redis}\`), and finds it by that name.`,
                zh: `应用从环境变量得知 redis 在哪里（\`REDIS_HOST=${redis}\`），并用这个名称找到它。`,
            },
            {
                en: "What keeps nothing itself can be stopped and started at will: the count is in redis.",
                zh: "自己不保存数据的容器可以随意停止和启动：计数保存在 redis 里。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `Where is the count? Ask the app (\`${curl(port)}\`), start it anew (\`${restart}\`), and ask again. Then change the count behind its back: \`${set}\`.`,
                    zh: `计数在哪里？访问应用（\`${curl(port)}\`），重新启动它（\`${restart}\`），再访问一次。然后绕过它修改计数：\`${set}\`。`,
                },
                answer: {
                    en: `After the restart (while it starts there is no answer) it goes on with the next number, and after the change with 101: the app reads the count from redis each time and keeps nothing itself.`,
                    zh: `重新启动之后（启动过程中没有应答），它接着下一个数继续；修改之后从 101 继续：应用每次都从 redis 读取计数，自己什么都不保存。`,
                },
                commands: [
                    { command: curl(port), shows: /^\d+-----/ },
                    { command: restart },
                    {
                        command: curl(port),
                        shows: ([before]) => new RegExp(`^${parseInt(before!) + 1}-----`),
                        settles: true,
                    },
                    { command: set },
                    { command: curl(port), shows: /^101-----/ },
                ],
            },
            {
                task: {
                    en: `Stop redis, \`${stop}\`, and ask for the status of the answer: \`${status}\`. What do users of the app see?`,
                    zh: `停止 redis（\`${stop}\`），查看应答的状态码：\`${status}\`。应用的用户会看到什么？`,
                },
                answer: {
                    en: `503, service unavailable: the app runs, but what it stands on does not. After \`${start}\` it is 200 again, without a restart of the app: it connects anew for each request.`,
                    zh: `503，服务不可用：应用在运行，但它所依赖的服务不在。执行 \`${start}\` 之后又是 200，不需要重新启动应用：它为每个请求重新连接。`,
                },
                commands: [{ command: stop }, { command: status, shows: /^503$/ }],
                undo: [{ command: start }, { command: status, shows: /^200$/, settles: true }],
            },
            {
                task: {
                    en: `Build the same without a link: \`${create}\`, \`${runStore}\`, \`${runServer}\`. Does \`${curl(other)}\` count?`,
                    zh: `不用 link 搭建同样的应用：\`${create}\`、\`${runStore}\`、\`${runServer}\`。\`${curl(other)}\` 会计数吗？`,
                },
                answer: {
                    en: `It answers with 1: on a network of one's own ${store} is a name by itself, and the second app has a redis of its own. Away with it: \`${removeBoth}\`, \`${removeNetwork}\`.`,
                    zh: `它从 1 开始应答：在自定义网络上，${store} 本身就是可以解析的名称，第二个应用有自己的 redis。最后删除它们：\`${removeBoth}\`、\`${removeNetwork}\`。`,
                },
                commands: [
                    { command: create },
                    { command: runStore },
                    { command: runServer },
                    { command: curl(other), shows: /^1-----/, settles: true },
                ],
                undo: [{ command: removeBoth }, { command: removeNetwork, shows: new RegExp(`^${exactly(app)}$`) }],
            },
        ],
        legacy: [
            LINK,
            {
                old: {
                    en: "One `docker run` after the other, typed by hand; and `docker-compose` v1, which has had no updates since July 2023.",
                    zh: "手工逐条输入 `docker run`；以及 `docker-compose` v1，它从 2023 年 7 月起不再更新。",
                },
                now: {
                    en: "`docker compose` (v2, a plugin of the docker command): one file for all containers, on a network of their own.",
                    zh: "`docker compose`（v2，docker 命令的插件）：用一个文件描述所有容器，它们在自己的网络上。",
                },
            },
            {
                old: {
                    en: "The legacy builder, which this lab's `docker build` uses: deprecated since Docker 23.0.",
                    zh: "本实验的 `docker build` 使用的旧构建器：Docker 23.0 起弃用。",
                },
                now: { en: "BuildKit, by the plugin buildx.", zh: "BuildKit，由插件 buildx 提供。" },
            },
        ],
    };
});
