import { noneNetwork as lesson } from "../../../../components/lessons/none-network";
import { translated } from "../lesson-words";
import { running } from "./checks";

export const noneNetwork = translated<typeof lesson>("--network none：与外界完全隔绝的容器", ({ names: { test1 } }) => {
    const inside = (command: string) => `\`docker exec ${test1} ${command}\``;
    return {
        notices: {
            [`${test1} is in the list, without an address`]: `列表中有 ${test1}，但没有地址`,
            "lo and nothing else": "只有 lo，没有别的",
            "nothing: there is no way out": "什么也没有：没有出去的路",
            "Network is unreachable": "Network is unreachable，即网络不可达",
            "docker0 has no port for it: there is no way in either": "docker0 上没有它的端口：也没有进来的路",
        },
        evidence: {
            inspect: `none 网络，上面有 ${test1}`,
            addresses: "它的接口：只有 lo",
            routes: "它的路由：没有",
            out: "它访问不到任何地方",
            in: "它没有别人可以发送到的地址",
        },
        checks: {
            running: running(test1),
            "only-lo": {
                title: `${test1} 除了 lo 没有别的接口`,
                proves: "容器有一个网络命名空间，使用 none 网络时里面什么也不接入",
                hint: `有人把接口放进了 ${test1}：${inside("ip a")} 可以看到它。`,
            },
            "no-route": {
                title: `${test1} 没有路由`,
                expected: "什么也没有",
                proves: "没有接口，就没有可以通往的网络",
                hint: `有人添加了路由：${inside("ip route")} 可以看到它。`,
            },
            "reaches-nothing": {
                title: `${test1} 访问不到 docker0，而其他容器都可以`,
                proves: "没有接口，就不能发送",
                hint: `${test1} 有出去的路：查看 ${inside("ip route show table all")}。`,
            },
            unreachable: {
                title: `${test1} 除了自己的环回地址没有别的地址`,
                proves: "没有地址，谁也不能向它发送",
                hint: `有人给了 ${test1} 一个地址：${inside("ip a")} 可以看到它。`,
            },
        },
    };
});
