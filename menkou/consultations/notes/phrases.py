"""常用语 that everybody has from the first day, until they keep their own. Plain words; none of them is advice."""

from typing import Final

SHIPPED: Final = (
    "您好，您的问题我看到了。有几个情况先核对一下，再给您准话。",
    "请把合同、借条、收据这些纸拍清楚发给我，原件自己收好。",
    "事情大概是哪一年哪一月的？有没有证人，或者聊天记录、转账记录？",
    "先别动手，也别签字、别按手印，等我回了再说。",
    "这件事可以先请村里或镇上的人民调解委员会调解，不收钱。",
    "符合条件可以申请法律援助，不收律师费。我可以帮您准备材料。",
    "这个有时间限制，过了期限就难办了，请尽快。",
    "我约您当面说，请看上面约见的时间。",
)
