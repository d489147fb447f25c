import { flaskRedis as lesson } from "../../../../components/lessons/flask-redis";
import { translated } from "../lesson-words";
import { answerFrom, FROM_OUTSIDE, ON_THE_WAY_IN, running } from "./checks";

export const flaskRedis = translated<typeof lesson>(
    "两个容器组成的应用：由 Dockerfile 构建的 Flask 用 redis 计数",
    ({ names: { "redis-server": redis, "flask-redis": flask } }) => ({
        notices: {
            "nothing published: only its neighbours need it": "不发布端口：只有同网络的容器需要它",
            "the Dockerfile is in that folder": "Dockerfile 在那个目录里",
            "the environment says where redis is, the link makes the name work":
                "环境变量说明 redis 在哪里，link 让名称有效",
            "REDIS_HOST, and the variables that the link adds": "REDIS_HOST，以及 link 添加的变量",
            "by name, on the default bridge": "在默认网桥上用名称访问",
            "<hits>-----<host name of the container>": "<次数>-----<容器的主机名>",
            "one more: the count is in redis, not in the app": "多了一次：计数在 redis 里，不在应用里",
        },
        evidence: {
            env: "应用的环境变量",
            ping: "应用可以用名称访问 redis",
            requests: "两个请求，以及之后 redis 里的计数",
            machine: "从机器访问：机器上的浏览器打开的就是它",
        },
        checks: {
            running: running(redis, flask),
            "redis-answers": {
                title: `${redis} 里的 redis 有应答`,
                proves: "应用用来计数的存储在运行",
                hint: `\`docker logs ${redis}\` 显示 redis 的日志；\`docker restart ${redis}\` 会重新启动它。`,
            },
            "redis-host": {
                title: "应用知道 redis 在哪里",
                proves: "容器的环境变量在启动时设置（-e）",
                hint: `${flask} 启动时没有用 -e REDIS_HOST=${redis}。`,
            },
            "redis-by-name": {
                title: "应用可以用名称访问 redis",
                expected: answerFrom(redis),
                proves: "link 在默认网桥上提供名称",
                hint: `\`docker exec ${flask} cat /etc/hosts\` 里必须有 ${redis} 的行；\`docker restart ${flask}\` 会重写它。`,
            },
            counts: {
                title: "两个请求得到 n 和 n+1",
                expected: "先是 <n>-----<主机名>，再是 <n+1>-----<主机名>；其间别人也访问过的话会更大",
                proves: "应用自己什么都不保存：计数在 redis 里",
                hint: `HTTP 503 表示应用访问不到 redis；其他情况见 \`docker logs ${flask}\`。`,
            },
            machine: {
                title: "机器上的浏览器能访问应用",
                expected: "<n>-----<主机名>",
                proves: FROM_OUTSIDE,
                hint: ON_THE_WAY_IN,
            },
        },
    }),
);
