import { portMapping as lesson } from "../../../../components/lessons/port-mapping";
import { translated } from "../lesson-words";
import { FROM_OUTSIDE, ON_THE_WAY_IN, running } from "./checks";

export const portMapping = translated<typeof lesson>(
    "-p 80:80：把容器的端口映射到主机的端口",
    ({ names: { web }, ports: { web: port } }) => ({
        notices: {
            "port 80 of the container, at all addresses of its host": "容器的 80 端口，在主机的所有地址上",
            "nginx's page, from the host's own loopback": "nginx 的页面，从主机自己的环回地址访问",
            "DNAT: what comes in at the host's port goes on to the container's address":
                "DNAT：到达主机端口的数据包转发到容器的地址",
            "the container's own address: works from its host alone": "容器自己的地址：只能从它的主机访问",
        },
        evidence: {
            port: "发布了什么",
            rule: "起作用的规则",
            host: "从主机访问的页面",
            address: `${web} 自己的地址`,
            machine: "从机器访问的页面：机器上的浏览器打开的就是它",
        },
        checks: {
            running: running(web),
            published: {
                title: `${web} 的 80 端口发布在 ${port} 端口`,
                proves: "-p 是启动容器时确定的",
                hint: `${web} 启动时没有用 -p：\`docker ps\` 显示发布了什么。`,
            },
            rule: {
                title: "有对应的 DNAT 规则",
                expected: `DOCKER 链中的一条规则，目标是 ${web} 地址的 80 端口`,
                proves: "发布端口就是由内核的数据包过滤器做网络地址转换",
                hint: `有人删除了规则：\`docker restart ${web}\` 会让 Docker 重新写入。`,
            },
            "own-address": {
                title: `${web} 在它自己的地址上应答`,
                proves: "从主机访问容器自己的端口，不需要任何规则",
                hint: `nginx 没有应答：\`docker logs ${web}\` 会说明原因。`,
            },
            host: {
                title: `主机的 ${port} 端口上能打开页面`,
                proves: "能访问主机，就能访问容器",
                hint: "是不是有别的程序在监听那个端口（`ss -ltnp`），或者有什么丢弃了数据包（`iptables -L -v`）？",
            },
            machine: { title: "机器上的浏览器能打开页面", proves: FROM_OUTSIDE, hint: ON_THE_WAY_IN },
        },
    }),
);
