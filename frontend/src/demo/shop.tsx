// The demo shop's page: sign, hero, delivery strip, goods, what to try in the chat.
import { useState } from "preact/hooks";
import type { VNode } from "preact";
import { GOODS, roubles, type Good } from "./goods";
import { Basket, Clover, Picture, Room } from "./pictures";
import { language, say, type Lang } from "./words";

const LANGUAGES: readonly { lang: Lang; name: string }[] = [{ lang: "ru", name: "Рус" }, { lang: "en", name: "Eng" }];
const FACTS = ["courier", "pickup", "return", "sewing"] as const;

export function Shop(): VNode {
  const [count, setCount] = useState(0);
  return (
    <>
      <a class="skip" href="#goods">{say("demo.skip")}</a>
      <Sign count={count} />
      <main>
        <section class="hero">
          <div>
            <h1>{say("demo.hero_title")}</h1>
            <p>{say("demo.hero_text")}</p>
            <a class="call" href="#goods">{say("demo.hero_action")}</a>
          </div>
          <Room />
        </section>
        <ul class="facts" id="delivery">
          {FACTS.map((fact) => (
            <li key={fact}><strong>{say(`demo.fact_${fact}`)}</strong><span>{say(`demo.fact_${fact}_note`)}</span></li>
          ))}
        </ul>
        <section id="goods" aria-labelledby="goods-title">
          <h2 id="goods-title">{say("demo.goods")}</h2>
          <ul class="goods">{GOODS.map((good) => <Card key={good.name} good={good} add={() => setCount(count + 1)} />)}</ul>
        </section>
        <section class="try" aria-labelledby="try-title">
          <h2 id="try-title">{say("demo.try_title")}</h2>
          <p>{say("demo.try_text")}</p>
          <ul>
            <li>{say("demo.try_1")}</li>
            <li>{say("demo.try_2")}</li>
            <li>{say("demo.try_3")}</li>
            <li>{say("demo.try_4")}</li>
          </ul>
        </section>
      </main>
      <footer>
        <p>{say("demo.footer_showroom")}</p>
        <p>{say("demo.footer_help")}</p>
        <p>{say("demo.footer_note")}</p>
      </footer>
    </>
  );
}

function Sign({ count }: { count: number }): VNode {
  return (
    <header class="sign">
      <a class="logo" href={`?lang=${language()}`}><Clover size={36} /><span><b>{say("demo.shop")}</b><small>{say("demo.tagline")}</small></span></a>
      <nav aria-label={say("demo.nav")}>
        <a href="#goods">{say("demo.nav_goods")}</a>
        <a href="#delivery">{say("demo.nav_delivery")}</a>
        <a href="#delivery">{say("demo.nav_return")}</a>
        <a href="#curtains">{say("demo.nav_custom")}</a>
      </nav>
      <div class="languages" role="group" aria-label={say("demo.language")}>
        {LANGUAGES.map(({ lang, name }) => (
          <a key={lang} href={`?lang=${lang}`} lang={lang} aria-current={lang === language() ? "true" : undefined}>{name}</a>
        ))}
      </div>
      <div class="cart" role="status"><Basket /><span class="cart-words">{say("demo.cart", { count })}</span><b aria-hidden="true">{count}</b></div>
    </header>
  );
}

function Card({ good, add }: { good: Good; add: () => void }): VNode {
  const name = say(`demo.${good.name}`);
  const price = roubles(good.price);
  return (
    <li class="good" id={good.name}>
      <div class="picture"><Picture of={good.name} />{good.isToOrder ? <span class="tag">{say("demo.to_order")}</span> : null}</div>
      <h3>{name}</h3>
      <p>{say(`demo.${good.name}_note`)}</p>
      <div class="buy">
        <strong>{good.isToOrder ? say("demo.from_price", { price }) : price}</strong>
        <button type="button" aria-label={say("demo.add_name", { name })} onClick={add}>{say("demo.add")}</button>
      </div>
    </li>
  );
}
