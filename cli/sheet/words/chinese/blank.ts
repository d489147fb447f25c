import { blank as lesson } from "../../../../components/lessons/blank";
import { translated } from "../lesson-words";

export const blank = translated<typeof lesson>("只有课程镜像的空实验主机，用来手工输入命令", () => ({
    notices: {
        "the images that the course starts containers from": "课程用来启动容器的镜像",
        "bridge, host and none, as on every fresh engine": "bridge、host 和 none，新的引擎都有",
    },
    evidence: { images: "已有的镜像", networks: "引擎的网络" },
    checks: {
        images: {
            title: "课程的镜像都在",
            proves: "不需要从镜像仓库拉取任何东西",
            hint: "有镜像被删除了：`./lab up blank` 会把它补回来。",
        },
    },
}));
