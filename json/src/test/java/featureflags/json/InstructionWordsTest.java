package featureflags.json;

import static featureflags.json.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the trail says about instructions.
class InstructionWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'kind':'turnOn'}                                  | turned the flag on
          {'kind':'turnOff'}                                 | turned the flag off
          {'kind':'setRollout','rolloutPercentage':25}       | set the rollout to 25 %
          {'kind':'setRollout','rolloutPercentage':0.125,'bucketBy':'companyId','salt':null} | set the rollout to 0.125 %, bucketBy 'companyId', default salt
          {'kind':'setRollout','salt':'s'}                   | changed the rollout: salt 's'
          {'kind':'setRollout','rolloutPercentage':null}     | changed the rollout: default rolloutPercentage
          {'kind':'setServe','variant':'on'}                 | made the rollout serve 'on'
          {'kind':'setServe','split':[{'variant':'a','weight':60},{'variant':'b','weight':40}]} | made the rollout serve a 60, b 40
          {'kind':'setWeights','ruleId':'r2','weights':{'a':60,'b':40}} | changed the weights of rule 'r2' to a 60, b 40
          {'kind':'setWeights','weights':{'a':1}}            | changed the weights of the rollout to a 1
          {'kind':'addRule','rule':{'id':'eu-beta'},'before':'r2'} | added rule 'eu-beta' before 'r2'
          {'kind':'addRule','rule':{'id':'eu-beta'}}         | added rule 'eu-beta'
          {'kind':'addRule','rule':{}}                       | added a rule
          {'kind':'updateRule','ruleId':'r2','rule':{'attribute':'a','operator':'eq','values':[1],'rolloutPercentage':5,'variant':'b','priority':3}} | changed rule 'r2': condition, rollout 5 %, serves 'b', priority 3
          {'kind':'updateRule','ruleId':'r2','rule':{'serve':{'split':[{'variant':'a','weight':1}]},'bucketBy':null,'salt':'s'}} | changed rule 'r2': serves a 1, default bucketBy, salt 's'
          {'kind':'updateRule','ruleId':'r2','rule':{'serve':{'variant':'b'},'when':null}} | changed rule 'r2': serves 'b', condition
          {'kind':'removeRule','ruleId':'r2'}                | removed rule 'r2'
          {'kind':'moveRule','ruleId':'r2','before':'r1'}    | moved rule 'r2' before 'r1'
          {'kind':'moveRule','ruleId':'r2'}                  | moved rule 'r2' to the end
          {'kind':'setVariants','variants':[{'key':'a','value':1},{'key':'b','value':2}]} | set the variants to a, b
          {'kind':'setVariants','type':'integer','variants':[{'key':'a','value':1}]} | made the type integer and set the variants to a
          {'kind':'setDefaultVariant','variant':'a'}         | set the default variant to 'a'
          {'kind':'setOffVariant','variant':'a'}             | set the off variant to 'a'
          {'kind':'setPrerequisites','prerequisites':[{'flag':'p','variants':['on']},{'flag':'q','variants':['on']}]} | set the prerequisites to p, q
          {'kind':'setPrerequisites','prerequisites':[]}     | removed all prerequisites
          {'kind':'setName','name':'New'}                    | set the name to 'New'
          {'kind':'setName','name':null}                     | cleared the name
          {'kind':'setDescription','description':'Why'}      | changed the description
          {'kind':'setDescription','description':''}         | cleared the description
          {'kind':'setOwner','owner':'us'}                   | set the owner to 'us'
          {'kind':'setOwner','owner':null}                   | cleared the owner
          {'kind':'setTags','tags':['a','b']}                | set the tags to 'a', 'b'
          {'kind':'setTags','tags':[]}                       | removed all tags
          {'kind':'addTags','tags':['a']}                    | added the tag 'a'
          {'kind':'removeTags','tags':['a','b']}             | removed the tags 'a', 'b'
          """)
  void eachKindHasItsWords(String instruction, String words) {
    var instructions = Instructions.read(document("{'instructions':[%s]}".formatted(instruction)));

    assertThat(instructions.list()).extracting(Instruction::words).containsExactly(words);
  }
}
