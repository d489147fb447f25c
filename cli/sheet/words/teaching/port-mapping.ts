import { portMapping as lesson } from "../../../../components/lessons/port-mapping";
import { taught } from "../teaching-text";
import { free, freePort, imageOf } from "./free";

export const portMapping = taught<typeof lesson>((options) => {
    const { web } = options.names;
    const port = options.ports.web;
    const nginx = imageOf("nginx", options);
    const [name, other] = [free("web2", options), freePort(8081, options)];
    const status = (host: string) => `curl -sS -m 3 -o /dev/null -w '%{http_code}\\n' http://${host}:${other}/`;
    const remove = `docker rm -f ${name}`;

    const publish = `docker run -d --name ${name} -p ${other}:80 ${nginx}`;
    const taken = `docker run --rm -p ${port}:80 ${nginx}`;

    const loopback = `docker run -d --name ${name} -p 127.0.0.1:${other}:80 ${nginx}`;
    const published = `docker port ${name}`;
    const fromOutside = status("$(hostname -i)");

    const listeners = `ss -ltnp 'sport = :${port}'`;
    const rules = "iptables -t nat -S OUTPUT";
    return {
        goal: [
            {
                en: "A container has ports of its own; who is outside its network does not reach them.",
                zh: "容器有自己的端口；在它的网络之外访问不到这些端口。",
            },
            {
                en: `\`-p ${port}:80\` publishes one: a DNAT rule of the packet filter sends what comes in at port ${port} of the host on to port 80 of ${web}.`,
                zh: `\`-p ${port}:80\` 发布一个端口：数据包过滤器的一条 DNAT 规则把到达主机 ${port} 端口的数据包转发到 ${web} 的 80 端口。`,
            },
            {
                en: "A port of the host can be published once, and it is open to whoever reaches the host, unless one names an address.",
                zh: "主机的一个端口只能发布一次；如果不指定地址，凡是能访问主机的人都能访问它。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `Start a second server at another port of the host, \`${publish}\`, and ask it: \`${status("127.0.0.1")}\`. Then try one at port ${port}, which ${web} has: \`${taken}\`.`,
                    zh: `在主机的另一个端口上启动第二个服务器 \`${publish}\`，并访问它：\`${status("127.0.0.1")}\`。然后试一试 ${web} 已经占用的 ${port} 端口：\`${taken}\`。`,
                },
                answer: {
                    en: `The first prints 200: in their containers both have port 80, because each has a namespace of its own. The second is refused, "port is already allocated": the host's port is there only once. \`${remove}\` removes the second server.`,
                    zh: `第一个显示 200：两个容器里都是 80 端口，因为各有自己的命名空间。第二个被拒绝，提示 port is already allocated：主机的端口只有一个。\`${remove}\` 会删除第二个服务器。`,
                },
                commands: [
                    { command: publish },
                    { command: status("127.0.0.1"), shows: /^200$/, settles: true },
                    { command: taken, shows: /port is already allocated/ },
                ],
                undo: [{ command: remove }],
            },
            {
                task: {
                    en: `Publish a port to the host alone: \`${loopback}\`. Compare \`${published}\`, \`${status("127.0.0.1")}\` and, at the host's own address, \`${fromOutside}\`.`,
                    zh: `只对主机自己发布端口：\`${loopback}\`。比较 \`${published}\`、\`${status("127.0.0.1")}\` 和用主机自身地址访问的 \`${fromOutside}\`。`,
                },
                answer: {
                    en: `The port is at 127.0.0.1 and nowhere else: the first request is answered with 200, the other one is not (Failed to connect). Without an address it is 0.0.0.0, all of the host's addresses. \`${remove}\` removes it.`,
                    zh: `端口只在 127.0.0.1 上：第一个请求得到 200，另一个连接不上（Failed to connect）。不写地址时是 0.0.0.0，即主机的所有地址。\`${remove}\` 会删除它。`,
                },
                commands: [
                    { command: loopback },
                    { command: published, shows: new RegExp(`^80/tcp -> 127\\.0\\.0\\.1:${other}$`) },
                    { command: status("127.0.0.1"), shows: /^200$/, settles: true },
                    { command: fromOutside, shows: /Failed to connect/ },
                ],
                undo: [{ command: remove }],
            },
            {
                task: {
                    en: `Which program listens at port ${port} of the host: \`${listeners}\`? Does a request to 127.0.0.1 go by the DNAT rule at all (\`${rules}\`)?`,
                    zh: `主机的 ${port} 端口上是哪个程序在监听：\`${listeners}\`？发往 127.0.0.1 的请求会经过 DNAT 规则吗（\`${rules}\`）？`,
                },
                answer: {
                    en: "It is docker-proxy, a small program of Docker's. What the host sends to 127.0.0.0/8 is left out of the rule (`! -d 127.0.0.0/8`), so docker-proxy takes it and sends it on. What comes from outside goes by the rule, and docker-proxy never sees it.",
                    zh: "是 docker-proxy，Docker 的一个小程序。主机发往 127.0.0.0/8 的数据包不经过这条规则（`! -d 127.0.0.0/8`），所以由 docker-proxy 接收并转发。从外面来的数据包则经过规则，docker-proxy 看不到它们。",
                },
                commands: [
                    { command: listeners, shows: /docker-proxy/ },
                    { command: rules, shows: /! -d 127\.0\.0\.0\/8 .*-j DOCKER$/m },
                ],
            },
        ],
        legacy: [
            {
                old: {
                    en: "`iptables-legacy`: rules by the kernel's old interface (x_tables).",
                    zh: "`iptables-legacy`：通过内核的旧接口（x_tables）设置规则。",
                },
                now: {
                    en: "`iptables` in its nf_tables variant, the default since Debian 10: the same commands, and nftables does the work.",
                    zh: "nf_tables 版本的 `iptables`，从 Debian 10 起是默认的：命令相同，实际由 nftables 完成。",
                },
            },
            {
                old: { en: "`netstat -ltnp`, of net-tools.", zh: "net-tools 的 `netstat -ltnp`。" },
                now: { en: "`ss -ltnp`, of iproute2.", zh: "iproute2 的 `ss -ltnp`。" },
            },
        ],
    };
});
