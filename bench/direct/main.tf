# The direct custom-bridge by terraform, with the provider that is under @pulumi/docker: what `lab bench` compares with.
terraform {
  required_providers {
    docker = {
      source = "kreuzwerker/docker"
    }
  }
}

variable "image" {
  type = string
}

locals {
  stay = ["/bin/sh", "-c", "while true; do sleep 3600; done"]
}

resource "docker_network" "bridge" {
  name   = "bench-bridge"
  driver = "bridge"
}

resource "docker_container" "test1" {
  name    = "bench-test1"
  image   = var.image
  command = local.stay
}

resource "docker_container" "test3" {
  name    = "bench-test3"
  image   = var.image
  command = local.stay
  networks_advanced {
    name = docker_network.bridge.name
  }
}

# The provider plugs a container into its networks before it starts; the lesson does so while it runs.
resource "terraform_data" "connection" {
  triggers_replace = [docker_network.bridge.id, docker_container.test1.id]
  depends_on       = [docker_container.test3]
  provisioner "local-exec" {
    command = "docker network connect bench-bridge bench-test1"
  }
}
