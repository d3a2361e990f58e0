import { accessUserNames } from "../../../policy/policies/access/user-names";
import { unknown } from "../../components/mocks";
import { catches, takes, unchanged, values } from "../mutations";
import { newQuota, newUser, user } from "./resources";

describe("access-user-names", () => {
  const wrong = [
    ...[undefined, null, unknown, "", " ", 5, true, ["orders"], {}, "*", "Orders", "ORDERS", "orders_2", "orders 2"],
    ...["orders ", "orders\n", "orders/2", "orders,2", "CN=kafka,O=kafka", "\u00a7CN=kafka,O=kafka", "User:orders"],
    ...["orders=1", "órders", "<default>", "orders;admin", "orders@example.com", "ANONYMOUS"],
  ];
  catches(accessUserNames, { resource: user, mutants: values("username", ...wrong) });
  const right = ["orders", "orders.2", "order-service", "order-service.12", "o", "0", "never-anybody", "cn.kafka-o"];
  takes(accessUserNames, {
    resource: user,
    mutants: right.map((name) => ({
      title: `there is the user ${name}`,
      change: unchanged,
      adds: [newUser(name), newQuota({ entityName: name })],
    })),
  });
});
